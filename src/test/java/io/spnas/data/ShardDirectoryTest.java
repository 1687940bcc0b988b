package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardDirectoryTest {
  @TempDir Path directory;

  @Test
  void manifestTellsRecordsBytesAndClasses() throws IOException {
    ShardDirectory split = Shards.numberedSplit(directory, 5, 3, 4);
    assertThat(split.records()).isEqualTo(7);
    assertThat(split.classes()).isEqualTo(5);
    assertThat(split.shards()).extracting(Shard::records).containsExactly(3L, 4L);
    assertThat(split.shards().get(0).bytes()).isEqualTo(Files.size(shard(0, 2)));
    assertThat(split.shards().get(1).path()).endsWith(shard(1, 2).toString());
  }

  @Test
  void withoutManifestTheNamesTell() throws IOException {
    Shards.numberedSplit(directory, 5, 3, 4);
    Files.delete(directory.resolve("train.manifest.json"));
    for (String other :
        List.of(
            ".train-00000-of-00003.x.tmp",
            "_SUCCESS",
            "validation-00000-of-1",
            "train-00000-of-00003.tmp",
            "train-00000-of-00003.bak")) {
      Files.writeString(directory.resolve(other), "x");
    }
    Files.createDirectory(directory.resolve("_temporary"));
    ShardDirectory split = ShardDirectory.open(directory.toString(), "train");
    assertThat(split.shards()).hasSize(2);
    assertThat(split.records()).isEqualTo(Shard.UNKNOWN_RECORDS);
    split.requireClasses(1);
  }

  @Test
  void missingShardIsNamed() throws IOException {
    Shards.numberedSplit(directory, 5, 3, 4, 2);
    Files.delete(shard(1, 3));
    refused("train", shard(1, 3).toString(), "manifest");
    Files.delete(directory.resolve("train.manifest.json"));
    refused("train", "train-00001-of-00003", directory.toString(), "1 of 3");
  }

  @Test
  void shardOfAnotherSizeThanListedIsNamed() throws IOException {
    Shards.numberedSplit(directory, 5, 3, 4);
    byte[] bytes = Files.readAllBytes(shard(0, 2));
    Files.write(shard(0, 2), Arrays.copyOf(bytes, bytes.length + 1));
    refused(
        "train", shard(0, 2).toString(), bytes.length + 1 + " bytes", "expects " + bytes.length);
  }

  @Test
  void pathsThatHoldNoSplitAreRefused() throws IOException {
    refused("train", "No files in", directory.toString());
    Files.writeString(directory.resolve("readme"), "x");
    refused("train", "No shards of split train", directory.toString(), "readme");
    refused("../x", "../x");
    for (Path path : List.of(directory.resolve("absent"), directory.resolve("readme"))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> ShardDirectory.open(path.toString(), "train"))
          .withMessageContaining("directory: ")
          .withMessageContaining(path.toString());
    }
  }

  @Test
  void setsOfShardsAreNotMixed() throws IOException {
    Files.writeString(shard(0, 1), "x");
    Files.writeString(shard(0, 2), "x");
    refused("train", "[1, 2]");
    Files.delete(shard(0, 2));
    Files.writeString(shard(1, 1), "x");
    refused("train", shard(1, 1).toString());
  }

  @Test
  void emptyShardIsRefused() throws IOException {
    Files.createFile(shard(0, 1));
    refused("train", "Empty shard", shard(0, 1).toString());
  }

  @Test
  void unfinishedSplitIsRefused() throws IOException {
    Shards.numberedSplit(directory, 5, 3);
    Files.delete(directory.resolve("train.manifest.json"));
    Files.createFile(directory.resolve(ShardFiles.unfinishedMark("train")));
    refused("train", "not finished", directory.toString());
  }

  @Test
  void manifestThatIsNoneIsNamed() throws IOException {
    Path manifest = directory.resolve("train.manifest.json");
    for (String content :
        List.of(
            "",
            "{",
            "null",
            "{}",
            "[]",
            "{\"split\":\"train\",\"classes\":5,\"records\":1,\"shards\":[]}",
            "{\"split\":\"test\",\"classes\":5,\"records\":1,\"shards\":[]}",
            manifest("{\"name\":\"a\",\"records\":2,\"bytes\":9}"),
            manifest("{\"name\":\"../a\",\"records\":1,\"bytes\":9}"),
            manifest("{\"name\":\"a\",\"records\":1}"),
            manifest("null"))) {
      Files.writeString(manifest, content);
      refused("train", "Not a manifest", manifest.toString());
    }
  }

  @Test
  void moreClassesThanTheNetworkTellsApartAreRefused() throws IOException {
    ShardDirectory split = Shards.numberedSplit(directory, 5, 3);
    split.requireClasses(5);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> split.requireClasses(4))
        .withMessageContaining("5 classes")
        .withMessageContaining("network 4");
  }

  private static String manifest(String shard) {
    return "{\"split\":\"train\",\"classes\":5,\"records\":1,\"shards\":[" + shard + "]}";
  }

  private void refused(String split, String... expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ShardDirectory.open(directory.toString(), split))
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).doesNotContain("\n"));
  }

  private Path shard(int index, int count) {
    return directory.resolve(ShardFiles.shardName("train", index, count));
  }
}
