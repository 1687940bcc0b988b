package io.spnas.bench;

import com.sun.management.OperatingSystemMXBean;
import io.spnas.data.ImageCheck;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Times the preparation of an archive of ImageNet's structure, from the first header to the
 * manifest, beside a copy of the same archive. They take turns, so that what else the machine does
 * meets them all.
 */
public final class PrepareBenchmark implements AutoCloseable {
  private static final String ARCHIVE = "train.tar";

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final PrepareJobs jobs;
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
   * What work took.
   *
   * @param seconds time from begin to end
   * @param cpuSeconds time that cores worked on it in this JVM, which has all executors with a
   *     local master; others' work on the machine hardly changes it
   */
  public record Cost(double seconds, double cpuSeconds) {
    static Cost median(List<Cost> costs) {
      return new Cost(
          Median.of(costs.stream().mapToDouble(Cost::seconds)),
          Median.of(costs.stream().mapToDouble(Cost::cpuSeconds)));
    }
  }

  /**
   * Writes the archive.
   *
   * @param jobs what is timed
   * @param parent where it goes, and the shards for a while, in a directory that {@link #close}
   *     removes
   * @param jpegs the images
   * @param images how many the archive has, each of {@code jpegs} as often
   * @param classes how many classes they are in
   * @param shards number of shards, and of the copy's parts
   */
  public PrepareBenchmark(
      PrepareJobs jobs, Path parent, List<byte[]> jpegs, int images, int classes, int shards)
      throws IOException {
    this.jobs = jobs;
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
    return jobs.cores();
  }

  /**
   * Does each kind of work once to warm up, then in turns.
   *
   * @return medians of each
   */
  public Map<Kind, Cost> measure(Set<Kind> kinds, int rounds) throws IOException {
    Map<Kind, List<Cost>> costs = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      costs.put(kind, new ArrayList<>());
      cost(kind);
    }
    for (int round = 0; round < rounds; round++) {
      for (Kind kind : kinds) {
        costs.get(kind).add(cost(kind));
      }
    }
    Map<Kind, Cost> medians = new EnumMap<>(Kind.class);
    costs.forEach((kind, each) -> medians.put(kind, Cost.median(each)));
    return medians;
  }

  private Cost cost(Kind kind) throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    long start = System.nanoTime();
    long cpuStart = PROCESS.getProcessCpuTime();
    run(kind, out.toUri().toString());
    long cpu = PROCESS.getProcessCpuTime() - cpuStart;
    double seconds = (System.nanoTime() - start) / 1e9;
    remove(out);
    return new Cost(seconds, cpu / 1e9);
  }

  private void run(Kind kind, String out) throws IOException {
    Path archive = directory.resolve(ARCHIVE);
    String file = archive.toUri().toString();
    if (kind == Kind.COPY) {
      jobs.copy(file, Files.size(archive), out, shards);
      return;
    }
    ImageCheck check = kind == Kind.DECODE ? ImageCheck.DECODE : ImageCheck.MARKERS;
    long written = jobs.prepare(file, out, shards, check);
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
