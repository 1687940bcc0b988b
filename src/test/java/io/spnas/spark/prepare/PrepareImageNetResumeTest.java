package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spnas.data.Pictures;
import io.spnas.data.ShardFiles;
import io.spnas.spark.prepare.PrepareImageNet.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrepareImageNetResumeTest extends ImageNetArchives {
  @Test
  void secondTryKeepsWhatIsWholeAndEndsInTheSameBytes() throws IOException {
    Path tar = trainTar();
    Validation validation = validation(7);
    job(tar, 4, Optional.of(validation)).run(spark, report());
    Map<String, byte[]> unbroken = shards();
    for (String name : names(out())) {
      Files.delete(out().resolve(name));
    }
    Restored archive = new Restored(Path.of(validation.archive()));
    assertThatIOException()
        .isThrownBy(
            () -> job(tar, 4, Optional.of(validation)).run(spark, cutting("validation", archive)))
        .withMessageContaining("ILSVRC2012_val_00000005.JPEG became shorter while it was read");
    archive.restore();
    refused(() -> open("validation"), "not finished");
    List<String> whole = new ArrayList<>(names(out()));
    // Tasks of the try that failed may still be clearing up.
    whole.removeIf(name -> !name.contains("-of-") || ShardFiles.hidden(name));
    assertThat(whole).contains("train-00003-of-00004").anyMatch(name -> name.startsWith("v"));
    Files.delete(out().resolve("train-00003-of-00004"));
    whole.remove("train-00003-of-00004");
    Files.writeString(out().resolve(".train-00001-of-00004.x.tmp"), "left by a kill");
    for (String shard : whole) {
      Files.setLastModifiedTime(out().resolve(shard), LONG_AGO);
    }
    job(tar, 4, Optional.of(validation)).run(spark, report());
    for (String shard : whole) {
      assertThat(Files.getLastModifiedTime(out().resolve(shard))).as(shard).isEqualTo(LONG_AGO);
    }
    assertThat(shards()).usingRecursiveComparison().isEqualTo(unbroken);
    assertThat(progress).contains("train: 3 of 4 shards are there already");
    assertThat(names(out())).noneMatch(ShardFiles::hidden);
  }

  @Test
  void otherInputsThanTheTryBeforeBeginAnew() throws IOException {
    Path tar = trainTar();
    Restored archive = new Restored(tar);
    assertThatIOException()
        .isThrownBy(() -> job(tar, 15, Optional.empty()).run(spark, cutting("train", archive)))
        .withMessageContaining("n02_4.JPEG became shorter");
    classes.get("n01").put("n01_more.JPEG", Pictures.jpeg(Pictures.noise(9, 9, 9)));
    job(trainTar(), 2, Optional.empty()).run(spark, report());
    assertThat(read("train")).hasSize(16).containsKey("n01_more.JPEG");
    assertThat(progress).noneMatch(line -> line.contains("there already"));
    refused(
        () -> job(tar, 3, Optional.empty()).run(spark, report()), "Split train is in", "already");
    job(tar, 2, Optional.empty()).run(spark, report());
    assertThat(progress).contains("train: 2 of 2 shards are there already");
  }
}
