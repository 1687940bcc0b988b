package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.data.ImageExample;
import io.spnas.data.Pictures;
import io.spnas.data.ShardDirectory;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.example.Feature;

/** Small archives as ImageNet's, what is made of them, and what must be refused. */
abstract class ImageNetArchives {
  static final List<String> SYNSETS = List.of("n03", "n01", "n02");

  static final int OF_CLASS = 5;
  static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  static JavaSparkContext spark;

  @TempDir Path directory;

  final Map<String, Map<String, byte[]>> classes = new LinkedHashMap<>();
  final Map<String, byte[]> validationImages = new LinkedHashMap<>();
  final List<String> validationSynsets = new ArrayList<>();
  final Map<String, List<String>> refusals = new TreeMap<>();
  final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  ImageNetArchives() {
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

  void refusedTar(byte[] archive, String... expected) throws IOException {
    Path tar = write(archive);
    refused(() -> job(tar, 1, Optional.empty()).run(spark, report()), expected);
  }

  void refusedLabels(List<String> lines, String... expected) throws IOException {
    Path labels = Files.write(directory.resolve("labels"), lines);
    Validation validation =
        new Validation(validationTar().toString(), labels.toString(), Optional.empty(), 1);
    refused(() -> job(trainTar(), 1, Optional.of(validation)).run(spark, report()), expected);
  }

  PrepareImageNet job(Path tar, int shards, Optional<Validation> validation) {
    return new PrepareImageNet(
        Optional.of(new Train(tar.toString(), shards)),
        validation,
        out().toString(),
        5,
        ImageRules.of(ImageCheck.MARKERS));
  }

  Validation validation(int shards) throws IOException {
    Path labels = Files.write(directory.resolve("labels"), validationSynsets);
    return new Validation(validationTar().toString(), labels.toString(), Optional.empty(), shards);
  }

  Path trainTar() throws IOException {
    return write(TarFiles.ofClasses(classes));
  }

  /** Its entries are not in the order of their names. */
  Path validationTar() throws IOException {
    List<String> names = new ArrayList<>(validationImages.keySet());
    Collections.rotate(names, 2);
    Map<String, byte[]> files = new LinkedHashMap<>();
    names.forEach(name -> files.put(name, validationImages.get(name)));
    return Files.write(directory.resolve("validation.tar"), TarFiles.of(files));
  }

  Path write(byte[] archive) throws IOException {
    return Files.write(directory.resolve("train.tar"), archive);
  }

  Path out() {
    return directory.resolve("out");
  }

  String synset(int i) {
    return validationSynsets.get(i);
  }

  static int label(String synset) {
    return synset.charAt(2) - '1';
  }

  void assertValidationLabels(Map<String, ImageExample> validation) {
    List<String> names = List.copyOf(validationImages.keySet());
    for (int i = 0; i < names.size(); i++) {
      assertThat(validation.get(names.get(i)).label()).isEqualTo(label(synset(i)));
      assertThat(validation.get(names.get(i)).synset()).isEqualTo(synset(i));
    }
  }

  PrepareReport report() {
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
  record Restored(Path file, byte[] content, FileTime time) {
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
  PrepareReport cutting(String split, Restored archive) {
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

  ShardDirectory open(String split) throws IOException {
    return ShardDirectory.open(out().toString(), split);
  }

  Map<String, ImageExample> read(String split) throws IOException {
    return ReadShards.byName(open(split));
  }

  Map<String, byte[]> shards() throws IOException {
    Map<String, byte[]> shards = new TreeMap<>();
    for (String name : names(out())) {
      if (Files.isRegularFile(out().resolve(name))) {
        shards.put(name, Files.readAllBytes(out().resolve(name)));
      }
    }
    return shards;
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  static int lastByteThatIsNotZero(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static String bytes(Map<String, Feature> fields, String name) {
    return fields.get(name).getBytesList().getValue(0).toStringUtf8();
  }

  static long number(Map<String, Feature> fields, String name) {
    return fields.get(name).getInt64List().getValue(0);
  }

  static void refused(ThrowingCallable action, String... expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(action)
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).doesNotContain("\n"));
  }
}
