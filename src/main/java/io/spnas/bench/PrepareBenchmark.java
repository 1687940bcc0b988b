package io.spnas.bench;

import io.spnas.data.ImageCheck;
import io.spnas.spark.prepare.ImageRules;
import io.spnas.spark.prepare.PrepareImageNet;
import io.spnas.spark.prepare.PrepareImageNet.Train;
import io.spnas.spark.prepare.PrepareReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times {@link PrepareImageNet} on an archive of ImageNet's structure, from the first header to the
 * manifest, beside a copy of the same archive. They take turns, so that what else the machine does
 * meets them all.
 */
public final class PrepareBenchmark implements AutoCloseable {
  private static final String ARCHIVE = "train.tar";

  private final JavaSparkContext spark;
  private final Path directory;
  private final int images;
  private final int shards;
  private final long imageBytes;

  /** What is done with the archive. */
  public enum Kind {
    COPY("copy, decoding nothing"),
    MARKERS("shards, markers checked"),
    DECODE("shards, every image decoded");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }

  /**
   * Writes the archive.
   *
   * @param parent where it goes, and the shards for a while, in a directory that {@link #close}
   *     removes
   * @param jpegs the images
   * @param images how many the archive has, each of {@code jpegs} as often
   * @param classes how many classes they are in
   * @param shards number of shards, and of the copy's parts
   */
  public PrepareBenchmark(
      JavaSparkContext spark, Path parent, List<byte[]> jpegs, int images, int classes, int shards)
      throws IOException {
    this.spark = spark;
    this.images = images;
    this.shards = shards;
    this.directory = Files.createTempDirectory(parent, "spnas-bench-prepare-");
    try {
      this.imageBytes = new ArchiveWriter(jpegs, images, classes).write(directory.resolve(ARCHIVE));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Bytes of all images. */
  public long imageBytes() {
    return imageBytes;
  }

  /** Cores that work at once. */
  public int cores() {
    return spark.defaultParallelism();
  }

  /**
   * Does each kind of work once to warm up, then in turns.
   *
   * @return median seconds of each
   */
  public Map<Kind, Double> measure(Set<Kind> kinds, int rounds) throws IOException {
    Map<Kind, double[]> seconds = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      seconds.put(kind, new double[rounds]);
      seconds(kind);
    }
    for (int round = 0; round < rounds; round++) {
      for (Kind kind : kinds) {
        seconds.get(kind)[round] = seconds(kind);
      }
    }
    Map<Kind, Double> medians = new EnumMap<>(Kind.class);
    seconds.forEach((kind, each) -> medians.put(kind, Median.of(Arrays.stream(each))));
    return medians;
  }

  private double seconds(Kind kind) throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    long start = System.nanoTime();
    run(kind, out.toUri().toString());
    double seconds = (System.nanoTime() - start) / 1e9;
    remove(out);
    return seconds;
  }

  private void run(Kind kind, String out) throws IOException {
    Path archive = directory.resolve(ARCHIVE);
    String file = archive.toUri().toString();
    if (kind == Kind.COPY) {
      ArchiveCopy.run(spark, file, Files.size(archive), out, shards);
      return;
    }
    ImageCheck check = kind == Kind.DECODE ? ImageCheck.DECODE : ImageCheck.MARKERS;
    long written =
        new PrepareImageNet(
                Optional.of(new Train(file, shards)),
                Optional.empty(),
                out,
                1,
                ImageRules.of(check))
            .run(spark, PrepareReport.NONE)
            .get(0)
            .records();
    if (written != images) {
      throw new IllegalStateException(written + " of " + images + " images were written");
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(directory);
  }
}
