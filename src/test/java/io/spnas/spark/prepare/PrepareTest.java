package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.data.ImageExample;
import io.spnas.data.ImageHeader;
import io.spnas.data.Manifest;
import io.spnas.data.OddPictures;
import io.spnas.data.Pictures;
import io.spnas.data.Shard;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
  private static final int COUNT = 50;
  private static final int SIDE = 28;

  private static JavaSparkContext spark;

  @TempDir Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void idxImagesBecomeShardsOfPngs() throws IOException {
    byte[] pixels = pixels();
    Manifest manifest = idx("train", 4, writeImages(pixels), writeLabels(COUNT, 10)).run(spark);
    assertThat(manifest.records()).isEqualTo(COUNT);
    assertThat(manifest.classes()).isEqualTo(10);
    assertThat(names(out()))
        .containsExactlyInAnyOrder(
            "labels.txt",
            "train.manifest.json",
            "train.prepared.json",
            "train-00000-of-00004",
            "train-00001-of-00004",
            "train-00002-of-00004",
            "train-00003-of-00004");
    ShardDirectory split = ShardDirectory.open(out().toString(), "train");
    assertThat(split.shards()).extracting(Shard::records).containsExactly(13L, 13L, 12L, 12L);
    Map<String, ImageExample> examples = read(split);
    assertThat(examples).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      ImageExample example = examples.get(String.format("train-%08d.png", i));
      assertThat(example.label()).isEqualTo(i % 10);
      assertThat(example.text()).isEqualTo(Integer.toString(i % 10));
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(example.encoded()));
      int[] grey = image.getRaster().getSamples(0, 0, SIDE, SIDE, 0, (int[]) null);
      for (int p = 0; p < grey.length; p++) {
        assertThat(grey[p]).isEqualTo(pixels[i * SIDE * SIDE + p] & 0xff);
      }
    }
  }

  @Test
  void sameSeedSameShardsAndAnotherSplitBeside() throws IOException {
    Path images = writeImages(pixels());
    Path labels = writeLabels(COUNT, 10);
    idx("train", 3, images, labels).run(spark);
    Map<String, byte[]> first = shards();
    removeSplit("train");
    idx("train", 3, images, labels).run(spark);
    assertThat(shards()).usingRecursiveComparison().isEqualTo(first);
    idx("test", 2, images, labels).run(spark);
    assertThat(ShardDirectory.open(out().toString(), "test").records()).isEqualTo(COUNT);
    assertThat(ShardDirectory.open(out().toString(), "train").records()).isEqualTo(COUNT);
  }

  @Test
  void theSameSplitIsFoundDoneAndAnotherIsRefused() throws IOException {
    Path images = writeImages(pixels());
    Path labels = writeLabels(COUNT, 10);
    Manifest manifest = idx("train", 2, images, labels).run(spark);
    Map<String, byte[]> whole = shards();
    for (String name : names(out())) {
      Files.setLastModifiedTime(out().resolve(name), FileTime.from(Instant.EPOCH));
    }
    assertThat(idx("train", 2, images, labels).run(spark)).isEqualTo(manifest);
    for (String name : names(out())) {
      assertThat(Files.getLastModifiedTime(out().resolve(name)))
          .as("nothing is written again: " + name)
          .isEqualTo(FileTime.from(Instant.EPOCH));
    }
    refused(
        () -> idx("train", 3, images, labels).run(spark),
        "Split train is in",
        out().toString(),
        "already");
    writeLabels(COUNT, 9);
    refused(() -> idx("train", 2, images, labels).run(spark), "Split train is in", "already");
    assertThat(shards()).usingRecursiveComparison().isEqualTo(whole);
  }

  @Test
  void aLostShardIsWrittenAgainAndNoOther() throws IOException {
    PrepareIdx job = idx("train", 2, writeImages(pixels()), writeLabels(COUNT, 10));
    Manifest manifest = job.run(spark);
    Map<String, byte[]> whole = shards();
    Files.delete(out().resolve("train-00001-of-00002"));
    Path kept = out().resolve("train-00000-of-00002");
    Files.setLastModifiedTime(kept, FileTime.from(Instant.EPOCH));
    assertThat(job.run(spark)).isEqualTo(manifest);
    assertThat(shards()).usingRecursiveComparison().isEqualTo(whole);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(FileTime.from(Instant.EPOCH));
  }

  @Test
  void shardsOfUnknownOriginAreRefused() throws IOException {
    PrepareIdx job = idx("train", 2, writeImages(pixels()), writeLabels(COUNT, 10));
    job.run(spark);
    Files.delete(out().resolve("train.prepared.json"));
    refused(() -> job.run(spark), "Split train is in", out().toString(), "already");
    Files.delete(out().resolve("train.manifest.json"));
    refused(() -> job.run(spark), "Split train is in", "already");
  }

  @Test
  void secondTryClearsWhatAnUnfinishedOneLeft() throws IOException {
    Files.createDirectories(out());
    for (String leftover :
        List.of(
            ShardFiles.unfinishedMark("train"),
            "train-00000-of-00008",
            "train-00001-of-00002",
            ".train-00001-of-00002.x.tmp")) {
      Files.writeString(out().resolve(leftover), "leftover");
    }
    refused(() -> ShardDirectory.open(out().toString(), "train"), "not finished");
    idx("train", 2, writeImages(pixels()), writeLabels(COUNT, 10)).run(spark);
    assertThat(names(out()))
        .containsExactlyInAnyOrder(
            "labels.txt",
            "train.manifest.json",
            "train.prepared.json",
            "train-00000-of-00002",
            "train-00001-of-00002");
    assertThat(read(ShardDirectory.open(out().toString(), "train"))).hasSize(COUNT);
  }

  @Test
  void jobThatDiesLeavesNothingThatLooksWholeAndTheNextTrySucceeds() throws IOException {
    PrepareIdx job = idx("train", 3, writeImages(pixels()), writeLabels(COUNT, 10));
    // A directory in a shard's place: the task that should write it fails.
    Path inTheWay = out().resolve("train-00001-of-00003");
    Files.createDirectories(inTheWay.resolve("x"));
    Files.createFile(out().resolve(ShardFiles.unfinishedMark("train")));
    assertThatIOException().isThrownBy(() -> job.run(spark)).withMessageContaining("train-00001");
    refused(() -> ShardDirectory.open(out().toString(), "train"), "not finished");
    Files.delete(inTheWay.resolve("x"));
    Files.delete(inTheWay);
    job.run(spark);
    assertThat(read(ShardDirectory.open(out().toString(), "train"))).hasSize(COUNT);
  }

  @Test
  void idxFilesThatDoNotFitTogetherAreRefused() throws IOException {
    Path images = writeImages(pixels());
    Path labels = writeLabels(COUNT - 1, 10);
    refused(() -> idx("train", 2, images, labels).run(spark), "50 images", "49 labels");
    Path fitting = writeLabels(COUNT, 10);
    refused(() -> idx("train", 51, images, fitting).run(spark), "50 images", "51 shards");
    refused(() -> idx("train", 0, images, fitting).run(spark), "shards is 0");
    refused(() -> idx("a/b", 1, images, fitting).run(spark), "'a/b'");
    PrepareIdx twoNames =
        new PrepareIdx(
            images.toString(),
            fitting.toString(),
            "train",
            1,
            out().toString(),
            List.of("a", "b"),
            1);
    refused(() -> twoNames.run(spark), "Label 9", "expected 0 to 1");
    assertThat(Files.exists(out())).isFalse();
  }

  @Test
  void folderNamesInOrderAreTheLabelsAndFilesStayAsTheyAre() throws IOException {
    Map<String, byte[]> files = writeFolders();
    Files.writeString(directory.resolve("input/README"), "no class");
    Files.writeString(directory.resolve("input/cat/.hidden"), "no image");
    Manifest manifest = folder("train", 2).run(spark);
    assertThat(manifest.records()).isEqualTo(files.size());
    assertThat(manifest.classes()).isEqualTo(3);
    assertThat(Files.readAllLines(out().resolve("labels.txt")))
        .containsExactly("ant", "cat", "dog");
    Map<String, ImageExample> examples = read(ShardDirectory.open(out().toString(), "train"));
    assertThat(examples).containsOnlyKeys(files.keySet());
    files.forEach((name, bytes) -> assertThat(examples.get(name).encoded()).isEqualTo(bytes));
    ImageExample dog = examples.get("dog1.png");
    assertThat(dog.label()).isEqualTo(2);
    assertThat(dog.synset()).isEqualTo("dog");
    assertThat(dog.width()).isEqualTo(31);
    assertThat(dog.height()).isEqualTo(20);
  }

  @Test
  void filesThatAreNoImagesAreAllNamedAndRefused() throws IOException {
    writeFolders();
    Path text = directory.resolve("input/cat/notes.txt");
    Files.writeString(text, "no image");
    Path cut = directory.resolve("input/dog/cut.jpg");
    byte[] jpeg = Files.readAllBytes(directory.resolve("input/ant/deep/ant1.jpg"));
    Files.write(cut, Arrays.copyOf(jpeg, jpeg.length / 2));
    refused(() -> folder("train", 2).run(spark), "2 of 8 files", text.toString(), cut.toString());
    refused(() -> ShardDirectory.open(out().toString(), "train"), "not finished");
    Files.delete(text);
    Files.delete(cut);
    assertThat(folder("train", 2).run(spark).records()).isEqualTo(6);
  }

  @Test
  void filesThatAreNoImagesAreLeftOutUpToTheLimit() throws IOException {
    Map<String, byte[]> files = writeFolders();
    Files.writeString(directory.resolve("input/cat/notes.txt"), "no image");
    List<String> refused = new ArrayList<>();
    PrepareReport report =
        new PrepareReport() {
          @Override
          public void progress(String line) {}

          @Override
          public void refused(String split, List<String> images) {
            refused.addAll(images);
          }
        };
    ImageRules rules = new ImageRules(ImageCheck.DECODE, OptionalLong.of(1));
    String input = directory.resolve("input").toString();
    new PrepareFolder(input, "train", 2, out().toString(), 5, rules).run(spark, report);
    assertThat(read(ShardDirectory.open(out().toString(), "train")))
        .containsOnlyKeys(files.keySet());
    assertThat(refused).singleElement().asString().contains("cat/notes.txt (neither JPEG nor PNG");
  }

  @Test
  void pngThatIsCalledJpegBecomesOne() throws IOException {
    writeFolders();
    byte[] png = Pictures.plainPng(9, 7, 0x204060);
    Files.write(directory.resolve("input/dog/disguise.JPG"), png);
    folder("train", 2).run(spark);
    ImageExample example = read(ShardDirectory.open(out().toString(), "train")).get("disguise.JPG");
    assertThat(ImageHeader.parse(example.encoded()).format()).hasToString("JPEG");
    assertThat(OddPictures.colourDistance(example.encoded(), png)).isLessThan(2);
  }

  @Test
  void classFolderWithoutImagesIsRefused() throws IOException {
    writeFolders();
    Files.createDirectories(directory.resolve("input/emu/deep"));
    Files.writeString(directory.resolve("input/emu/.hidden"), "no image");
    refused(
        () -> folder("train", 2).run(spark), "No images in 1 of 4 class folders", "such as emu");
    assertThat(out()).doesNotExist();
  }

  @Test
  void otherClassesThanTheOtherSplitsAreRefused() throws IOException {
    writeFolders();
    folder("train", 2).run(spark);
    Files.delete(directory.resolve("input/ant/deep/ant1.jpg"));
    Files.delete(directory.resolve("input/ant/ant0.jpg"));
    Files.delete(directory.resolve("input/ant/deep"));
    Files.delete(directory.resolve("input/ant"));
    refused(() -> folder("validation", 2).run(spark), "class 0 is 'cat', there 'ant'");
  }

  @Test
  void directoryWithoutImagesIsRefused() throws IOException {
    refused(() -> folder("train", 1).run(spark), "No such directory", "input");
    Files.createDirectories(directory.resolve("input"));
    Files.write(directory.resolve("input/a.png"), Pictures.plainPng(3, 3, 0));
    refused(() -> folder("train", 1).run(spark), "No images in", "one sub-folder per class");
  }

  private Path out() {
    return directory.resolve("out");
  }

  private PrepareIdx idx(String split, int shards, Path images, Path labels) {
    return new PrepareIdx(
        images.toString(), labels.toString(), split, shards, out().toString(), List.of(), 5);
  }

  private PrepareFolder folder(String split, int shards) {
    return new PrepareFolder(
        directory.resolve("input").toString(), split, shards, out().toString(), 5);
  }

  /** Six images in three classes; returns them by name. */
  private Map<String, byte[]> writeFolders() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    String[] classes = {"dog", "cat", "ant"};
    for (String name : classes) {
      Path folder = directory.resolve("input").resolve(name);
      Files.createDirectories(folder.resolve("deep"));
      BufferedImage image = Pictures.noise(31, 20, name.hashCode());
      boolean dog = name.equals("dog");
      for (int i = 0; i < 2; i++) {
        String file = name + i + (dog ? ".png" : ".jpg");
        byte[] bytes = dog ? Pictures.png(image) : Pictures.jpeg(image);
        files.put(file, bytes);
        Files.write(i == 0 ? folder.resolve(file) : folder.resolve("deep").resolve(file), bytes);
      }
    }
    return files;
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[COUNT * SIDE * SIDE];
    new Random(1).nextBytes(pixels);
    return pixels;
  }

  private Path writeImages(byte[] pixels) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(16 + pixels.length);
    file.putInt(0x803).putInt(COUNT).putInt(SIDE).putInt(SIDE).put(pixels);
    return Files.write(directory.resolve("images"), file.array());
  }

  private Path writeLabels(int count, int classes) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      file.put((byte) (i % classes));
    }
    return Files.write(directory.resolve("labels"), file.array());
  }

  private Map<String, byte[]> shards() throws IOException {
    Map<String, byte[]> shards = new TreeMap<>();
    for (String name : names(out())) {
      if (name.startsWith("train-")) {
        shards.put(name, Files.readAllBytes(out().resolve(name)));
      }
    }
    return shards;
  }

  private void removeSplit(String split) throws IOException {
    for (String name : names(out())) {
      if (name.startsWith(split)) {
        Files.delete(out().resolve(name));
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Map<String, ImageExample> read(ShardDirectory split) throws IOException {
    return ReadShards.byName(split);
  }

  private static void refused(ThrowingCallable action, String... expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(action)
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).doesNotContain("\n"));
  }
}
