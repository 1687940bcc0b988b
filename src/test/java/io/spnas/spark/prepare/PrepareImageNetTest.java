package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.data.ImageCheck;
import io.spnas.data.ImageExample;
import io.spnas.data.ImageHeader;
import io.spnas.data.Manifest;
import io.spnas.data.OddPictures;
import io.spnas.data.Pictures;
import io.spnas.spark.prepare.PrepareImageNet.Train;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;

class PrepareImageNetTest extends ImageNetArchives {
  @Test
  void archivesBecomeBothSplitsWithThePublishedNamesAndFields() throws IOException {
    List<Manifest> manifests = job(trainTar(), 2, Optional.of(validation(3))).run(spark, report());
    assertThat(manifests).extracting(Manifest::split).containsExactly("train", "validation");
    assertThat(manifests).extracting(Manifest::classes).containsExactly(3, 3);
    assertThat(names(out()))
        .containsExactlyInAnyOrder(
            "labels.txt",
            "train.manifest.json",
            "train.prepared.json",
            "train-00000-of-00002",
            "train-00001-of-00002",
            "validation.manifest.json",
            "validation.prepared.json",
            "validation-00000-of-00003",
            "validation-00001-of-00003",
            "validation-00002-of-00003");
    assertThat(Files.readAllLines(out().resolve("labels.txt")))
        .containsExactly("n01", "n02", "n03");
    Map<String, ImageExample> train = read("train");
    assertThat(train).hasSize(SYNSETS.size() * OF_CLASS);
    classes.forEach(
        (synset, images) ->
            images.forEach(
                (name, jpeg) -> {
                  assertThat(train.get(name).encoded()).isEqualTo(jpeg);
                  assertThat(train.get(name).synset()).isEqualTo(synset);
                  assertThat(train.get(name).label()).isEqualTo(label(synset));
                }));
    Map<String, ImageExample> validation = read("validation");
    assertThat(validation).containsOnlyKeys(validationImages.keySet());
    assertValidationLabels(validation);
    assertThat(refusals).isEmpty();
  }

  @Test
  void recordHasThePublishedFields() throws IOException {
    job(trainTar(), 1, Optional.empty()).run(spark, report());
    byte[] record = ReadShards.records(open("train")).get(0);
    Map<String, Feature> fields = Example.parseFrom(record).getFeatures().getFeatureMap();
    String name = bytes(fields, "image/filename");
    String synset = bytes(fields, "image/class/synset");
    assertThat(name).startsWith(synset);
    assertThat(number(fields, "image/class/label")).isEqualTo(label(synset) + 1);
    assertThat(number(fields, "image/height")).isEqualTo(20);
    assertThat(number(fields, "image/width"))
        .isEqualTo(30 + Character.digit(name.charAt(synset.length() + 1), 10));
    assertThat(number(fields, "image/channels")).isEqualTo(3);
    assertThat(bytes(fields, "image/colorspace")).isEqualTo("RGB");
    assertThat(bytes(fields, "image/format")).isEqualTo("JPEG");
    assertThat(fields).containsKey("image/encoded");
  }

  @Test
  void imagesOfAClassAreSpreadOverShards() throws IOException {
    job(trainTar(), 3, Optional.empty()).run(spark, report());
    List<String> inOrder =
        ReadShards.records(open("train")).stream()
            .map(record -> ImageExample.parse(record, "", 0).synset())
            .toList();
    List<String> sorted = inOrder.stream().sorted().toList();
    assertThat(inOrder).isNotEqualTo(sorted);
    assertThat(inOrder.subList(0, OF_CLASS).stream().distinct().count()).isGreaterThan(1);
  }

  @Test
  void imagesInDisguiseAndCmykBecomeRgbJpegs() throws IOException {
    byte[] png = Pictures.plainPng(20, 16, 0x4080c0);
    classes.get("n02").put("n02_disguise.JPEG", png);
    byte[] cmyk = OddPictures.cmykJpeg(24, 18);
    classes.get("n02").put("n02_cmyk.JPEG", cmyk);
    job(trainTar(), 2, Optional.empty()).run(spark, report());
    Map<String, ImageExample> train = read("train");
    for (String name : List.of("n02_disguise.JPEG", "n02_cmyk.JPEG")) {
      ImageHeader header = ImageHeader.parse(train.get(name).encoded());
      assertThat(header.format()).hasToString("JPEG");
      assertThat(header.channels()).isEqualTo(3);
      assertThat(train.get(name).width()).isEqualTo(header.width());
    }
    assertThat(OddPictures.colourDistance(train.get("n02_disguise.JPEG").encoded(), png))
        .isLessThan(2);
    assertThat(OddPictures.colourDistance(train.get("n02_cmyk.JPEG").encoded(), cmyk))
        .isLessThan(2);
    assertThat(refusals).isEmpty();
  }

  @Test
  void whatIsNoImageIsLeftOutAndToldUpToTheLimit() throws IOException {
    classes.get("n01").put("n01_text.JPEG", "no image".getBytes());
    byte[] jpeg = classes.get("n03").get("n03_0.JPEG");
    classes.get("n03").put("n03_cut.JPEG", Arrays.copyOf(jpeg, jpeg.length / 2));
    Path tar = trainTar();
    refused(
        () -> job(tar, 2, Optional.empty()).run(spark, report()),
        "2 of 17 files of split train",
        "at most 0",
        "n01.tar/n01_text.JPEG (neither JPEG nor PNG, 8 bytes)",
        "n03.tar/n03_cut.JPEG (JPEG cut short");
    refused(() -> open("train"), "not finished");
    Path kept = out().resolve("train-00000-of-00002");
    Files.setLastModifiedTime(kept, LONG_AGO);
    Manifest manifest =
        new PrepareImageNet(
                Optional.of(new Train(tar.toString(), 2)),
                Optional.empty(),
                out().toString(),
                5,
                new ImageRules(ImageCheck.MARKERS, OptionalLong.of(2)))
            .run(spark, report())
            .get(0);
    assertThat(manifest.records()).isEqualTo(15);
    assertThat(read("train")).hasSize(15).doesNotContainKeys("n01_text.JPEG", "n03_cut.JPEG");
    assertThat(refusals.get("train")).hasSize(2).allMatch(line -> line.contains(tar.toString()));
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(LONG_AGO);
  }

  @Test
  void longNamesOfBothKindsAreRead() throws IOException {
    String longName = "n01_" + "x".repeat(150) + ".JPEG";
    byte[] jpeg = Pictures.jpeg(Pictures.noise(9, 9, 9));
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      files.put("./", new byte[0]);
      files.put("./._n01_0.JPEG", "what a Mac leaves".getBytes());
      files.put("./" + longName, jpeg);
      files.put("./n01_1.JPEG", jpeg);
      Path tar = write(TarFiles.of(Map.of("./n01.tar", TarFiles.of(files, mode))));
      TarListing outer =
          TarHeaders.list(
              new TarPart(tar.toString(), "", 0, Files.size(tar)), spark.hadoopConfiguration());
      assertThat(outer.filename(0)).isEqualTo("n01.tar");
      TarListing inner =
          TarHeaders.list(
              new TarPart(tar.toString(), "n01.tar", outer.offset(0), outer.length(0)),
              spark.hadoopConfiguration());
      assertThat(inner.size()).isEqualTo(2);
      assertThat(inner.filename(0)).isEqualTo(longName);
      byte[] all = Files.readAllBytes(tar);
      for (int i = 0; i < 2; i++) {
        int offset = (int) inner.offset(i);
        assertThat(Arrays.copyOfRange(all, offset, offset + (int) inner.length(i))).isEqualTo(jpeg);
      }
    }
  }

  @Test
  void moreShardsThanImagesAreRefused() throws IOException {
    refused(() -> job(trainTar(), 16, Optional.empty()).run(spark, report()), "15 images", "16");
  }

  @Test
  void progressTellsRateAndTimeLeft() {
    assertThat(ShardProgress.line("train", 1000, 13_000, 110_000_000, 2, 10))
        .isEqualTo("train: 1000/13000 images  100 images/s  11.0 MB/s  0:02:00 left  2 refused");
    assertThat(ShardProgress.line("train", 0, 13_000, 0, 0, 10)).contains("time left unknown");
  }
}
