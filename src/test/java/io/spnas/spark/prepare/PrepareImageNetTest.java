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
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardFiles;
import io.spnas.spark.prepare.PrepareImageNet.Train;
import io.spnas.spark.prepare.PrepareImageNet.Validation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;

class PrepareImageNetTest {
  /** In an order that is not the alphabet's. */
  private static final List<String> SYNSETS = List.of("n03", "n01", "n02");

  private static final int OF_CLASS = 5;
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private static JavaSparkContext spark;

  @TempDir Path directory;

  private final Map<String, Map<String, byte[]>> classes = new LinkedHashMap<>();
  private final Map<String, byte[]> validationImages = new LinkedHashMap<>();
  private final List<String> validationSynsets = new ArrayList<>();
  private final Map<String, List<String>> refusals = new TreeMap<>();
  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  PrepareImageNetTest() {
    for (String synset : SYNSETS) {
      Map<String, byte[]> images = new LinkedHashMap<>();
      for (int i = 0; i < OF_CLASS; i++) {
        String name = synset + "_" + i + ".JPEG";
        images.put(name, Pictures.jpeg(Pictures.noise(30 + i, 20, name.hashCode())));
      }
      classes.put(synset, images);
    }
    for (int i = 1; i <= 7; i++) {
      String name = String.format("ILSVRC2012_val_%08d.JPEG", i);
      validationImages.put(name, Pictures.jpeg(Pictures.noise(25, 20 + i, i)));
      validationSynsets.add(SYNSETS.get(i % 3));
    }
  }

  @Test
  void archivesBecomeBothSplitsWithThePublishedNamesAndFields() throws IOException {
    List<Manifest> manifests = job(trainTar(), 2, Optional.of(validation(3))).run(spark, report());
    assertThat(manifests).extracting(Manifest::split).containsExactly("train", "validation");
    assertThat(manifests).extracting(Manifest::classes).containsExactly(3, 3);
    assertThat(names(out()))
        .containsExactlyInAnyOrder(
            "labels.txt",
            "train.manifest.json",
            "train-00000-of-00002",
            "train-00001-of-00002",
            "validation.manifest.json",
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
    List<String> whole = new ArrayList<>(shards().keySet());
    whole.removeIf(name -> !name.contains("-of-"));
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
        () -> job(tar, 2, Optional.empty()).run(spark, report()), "Split train is in", "already");
  }

  @Test
  void labelsComeInAllCommonForms() throws IOException {
    List<String> names = List.copyOf(validationImages.keySet());
    List<String> devkit = List.of("n02", "n03", "n01");
    List<Integer> backwards = new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
    Collections.reverse(backwards);
    Map<String, Stream<String>> forms = new TreeMap<>();
    forms.put("pairs", backwards.stream().map(i -> names.get(i) + " " + synset(i)));
    forms.put(
        "kaggle",
        Stream.concat(
            Stream.of("ImageId,PredictionString"),
            backwards.stream()
                .map(i -> names.get(i).replace(".JPEG", "") + "," + synset(i) + " 1 2 3 4 ")));
    forms.put(
        "numbers",
        IntStream.range(0, names.size()).mapToObj(i -> "" + (1 + devkit.indexOf(synset(i)))));
    Path synsets = Files.write(directory.resolve("synsets"), devkit);
    for (Map.Entry<String, Stream<String>> form : forms.entrySet()) {
      Path labels = Files.write(directory.resolve(form.getKey()), form.getValue().toList());
      Path out = directory.resolve("out-" + form.getKey());
      Optional<String> list =
          form.getKey().equals("numbers") ? Optional.of(synsets.toString()) : Optional.empty();
      new PrepareImageNet(
              Optional.empty(),
              Optional.of(new Validation(validationTar().toString(), labels.toString(), list, 1)),
              out.toString(),
              5,
              ImageRules.of(ImageCheck.MARKERS))
          .run(spark, report());
      assertValidationLabels(ReadShards.byName(ShardDirectory.open(out.toString(), "validation")));
    }
  }

  @Test
  void labelsThatDoNotMatchTheImagesAreRefusedBeforeAnythingIsWritten() throws IOException {
    List<String> names = List.copyOf(validationImages.keySet());
    refusedLabels(validationSynsets.subList(0, 6), "7 images in", "6 labels in");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> "x" + names.get(i) + " " + synset(i)).toList(),
        "No label for image ILSVRC2012_val_00000001.JPEG");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> names.get(0) + " " + synset(i)).toList(),
        "Image ILSVRC2012_val_00000001 has two labels");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "n99" : synset(i)).toList(),
        "ILSVRC2012_val_00000004.JPEG is of class n99",
        "none of the 3 classes n01 to n03");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "17" : synset(i)).toList(),
        "Line 4 of",
        "number 17",
        "--synsets");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "a n01" : synset(i)).toList(),
        "Line 4 of",
        "expected a synset a line");
    refusedLabels(List.of(""), "No labels in");
    assertThat(out()).doesNotExist();
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

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8, 0.97})
  void archiveCutAnywhereTellsTheEntryAndTheByte(double share) throws IOException {
    byte[] whole = TarFiles.ofClasses(classes);
    int end = lastByteThatIsNotZero(whole);
    Path tar = write(Arrays.copyOf(whole, (int) (end * share)));
    refused(
        () -> job(tar, 2, Optional.empty()).run(spark, report()),
        "Archive",
        tar.toString(),
        "is cut short in entry n0",
        "begin at byte",
        "ends at byte " + Files.size(tar));
    assertThat(out()).doesNotExist();
  }

  @Test
  void archiveCutBetweenEntriesIsCutShort() throws IOException {
    Map<String, byte[]> validation = new LinkedHashMap<>(validationImages);
    byte[] whole = TarFiles.of(validation);
    Path tar = write(whole);
    TarPart part = new TarPart(tar.toString(), "", 0, whole.length);
    TarListing listing = TarHeaders.list(part, spark.hadoopConfiguration());
    int header = (int) listing.offset(4) - 512;
    for (int length : new int[] {header, header + 100}) {
      Files.write(tar, Arrays.copyOf(whole, length));
      refused(
          () ->
              TarHeaders.list(
                  new TarPart(tar.toString(), "", 0, length), spark.hadoopConfiguration()),
          "is cut short",
          "after entry ILSVRC2012_val_00000004.JPEG, at byte " + header);
    }
    whole[header + 150] ^= 1;
    Files.write(tar, whole);
    refused(
        () -> TarHeaders.list(part, spark.hadoopConfiguration()),
        "is damaged: no tar header after entry ILSVRC2012_val_00000004.JPEG, at byte " + header);
  }

  @Test
  void whatIsNoArchiveOfImageNetIsRefused() throws IOException {
    refusedTar(new byte[0], "Not a tar archive", "header at byte 0");
    refusedTar("no tar at all".repeat(1000).getBytes(), "Not a tar archive", "header at byte 0");
    refusedTar(gzip(TarFiles.ofClasses(classes)), "compressed with gzip", "gunzip");
    refusedTar(TarFiles.of(Map.of()), "No class archives in");
    refusedTar(TarFiles.of(validationImages), "ILSVRC2012_val_00000001.JPEG", "no class archive");
    refusedTar(
        TarFiles.of(Map.of("n01.tar", gzip(TarFiles.of(Map.of())))),
        "n01.tar in",
        "compressed with gzip");
    byte[] cutClass = Arrays.copyOf(TarFiles.of(classes.get("n01")), 2000);
    refusedTar(
        TarFiles.of(Map.of("n01.tar", cutClass)), "n01.tar in", "is cut short in entry n01_");
    refusedTar(
        TarFiles.of(Map.of("n01.tar", TarFiles.of(Map.of()))),
        "No images in class archive n01.tar");
    Path nothing = directory.resolve("nothing");
    refused(() -> job(nothing, 1, Optional.empty()).run(spark, report()), "No such archive");
    refused(() -> job(directory, 1, Optional.empty()).run(spark, report()), "is a directory");
    assertThat(out()).doesNotExist();
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

  private void refusedTar(byte[] archive, String... expected) throws IOException {
    Path tar = write(archive);
    refused(() -> job(tar, 1, Optional.empty()).run(spark, report()), expected);
  }

  private void refusedLabels(List<String> lines, String... expected) throws IOException {
    Path labels = Files.write(directory.resolve("labels"), lines);
    Validation validation =
        new Validation(validationTar().toString(), labels.toString(), Optional.empty(), 1);
    refused(() -> job(trainTar(), 1, Optional.of(validation)).run(spark, report()), expected);
  }

  private PrepareImageNet job(Path tar, int shards, Optional<Validation> validation) {
    return new PrepareImageNet(
        Optional.of(new Train(tar.toString(), shards)),
        validation,
        out().toString(),
        5,
        ImageRules.of(ImageCheck.MARKERS));
  }

  private Validation validation(int shards) throws IOException {
    Path labels = Files.write(directory.resolve("labels"), validationSynsets);
    return new Validation(validationTar().toString(), labels.toString(), Optional.empty(), shards);
  }

  private Path trainTar() throws IOException {
    return write(TarFiles.ofClasses(classes));
  }

  /** Its entries are not in the order of their names. */
  private Path validationTar() throws IOException {
    List<String> names = new ArrayList<>(validationImages.keySet());
    Collections.rotate(names, 2);
    Map<String, byte[]> files = new LinkedHashMap<>();
    names.forEach(name -> files.put(name, validationImages.get(name)));
    return Files.write(directory.resolve("validation.tar"), TarFiles.of(files));
  }

  private Path write(byte[] archive) throws IOException {
    return Files.write(directory.resolve("train.tar"), archive);
  }

  private Path out() {
    return directory.resolve("out");
  }

  private String synset(int i) {
    return validationSynsets.get(i);
  }

  private static int label(String synset) {
    return synset.charAt(2) - '1';
  }

  private void assertValidationLabels(Map<String, ImageExample> validation) {
    List<String> names = List.copyOf(validationImages.keySet());
    for (int i = 0; i < names.size(); i++) {
      assertThat(validation.get(names.get(i)).label()).isEqualTo(label(synset(i)));
      assertThat(validation.get(names.get(i)).synset()).isEqualTo(synset(i));
    }
  }

  private PrepareReport report() {
    return new PrepareReport() {
      @Override
      public void progress(String line) {
        progress.add(line);
      }

      @Override
      public void refused(String split, List<String> images) {
        refusals.put(split, images);
      }
    };
  }

  /** A file whose end is lost for a while. */
  private record Restored(Path file, byte[] content, FileTime time) {
    Restored(Path file) throws IOException {
      this(file, Files.readAllBytes(file), Files.getLastModifiedTime(file));
    }

    void cut() {
      try {
        Files.write(file, Arrays.copyOf(content, lastByteThatIsNotZero(content)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void restore() throws IOException {
      Files.write(file, content);
      Files.setLastModifiedTime(file, time);
    }
  }

  /** Cuts off the last image of an archive when the job has found it. */
  private PrepareReport cutting(String split, Restored archive) {
    return new PrepareReport() {
      @Override
      public void progress(String line) {
        if (line.startsWith(split + ": ") && line.contains(" classes in ")) {
          archive.cut();
        }
      }

      @Override
      public void refused(String refusedSplit, List<String> images) {}
    };
  }

  private ShardDirectory open(String split) throws IOException {
    return ShardDirectory.open(out().toString(), split);
  }

  private Map<String, ImageExample> read(String split) throws IOException {
    return ReadShards.byName(open(split));
  }

  private Map<String, byte[]> shards() throws IOException {
    Map<String, byte[]> shards = new TreeMap<>();
    for (String name : names(out())) {
      if (Files.isRegularFile(out().resolve(name))) {
        shards.put(name, Files.readAllBytes(out().resolve(name)));
      }
    }
    return shards;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static int lastByteThatIsNotZero(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String bytes(Map<String, Feature> fields, String name) {
    return fields.get(name).getBytesList().getValue(0).toStringUtf8();
  }

  private static long number(Map<String, Feature> fields, String name) {
    return fields.get(name).getInt64List().getValue(0);
  }

  private static void refused(ThrowingCallable action, String... expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(action)
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).doesNotContain("\n"));
  }
}
