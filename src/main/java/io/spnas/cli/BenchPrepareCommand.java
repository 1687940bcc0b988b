package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.Photographs;
import io.spnas.bench.PrepareBenchmark;
import io.spnas.bench.PrepareBenchmark.Cost;
import io.spnas.bench.PrepareBenchmark.Kind;
import io.spnas.config.InvalidInputException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench prepare}: how fast ImageNet's archives become shards. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description = "Measure how fast an archive of ImageNet's structure becomes shards.",
    footer = {
      "",
      "The archive is filled with JPEG files cut out of real photographs; a copy of it is measured beside.",
      "",
      "Examples:",
      "  bench prepare --photos photos --images 20000",
      "  bench prepare --photos photos --images 5000 --shards 4 --with-decode"
    })
final class BenchPrepareCommand implements Callable<Integer> {
  /** ImageNet's training images, and the bytes of their archive. */
  private static final long IMAGENET_IMAGES = 1_281_167;

  private static final double IMAGENET_BYTES = 147_897_477_120.0;

  @Option(
      names = "--photos",
      required = true,
      paramLabel = "DIR",
      description = "Folder of photographs, JPEG or PNG (submit/local.sh: default: from Debian).")
  private Path photos;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Images in the archive (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--different",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Different JPEG files among them (default: ${DEFAULT-VALUE}).")
  private int different;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Classes they are in (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Shards to write; 16 of 20,000 images have the size of ImageNet's 1,024 (default:"
              + " ${DEFAULT-VALUE}).")
  private int shards;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of each kind of work; the medians are told (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--with-decode",
      description = "Measure too how fast it is when every image is decoded (--check decode).")
  private boolean withDecode;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where archive and shards go for a while (default: the JVM's java.io.tmpdir).")
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--images", images);
    StepOptions.requirePositive("--different", different);
    StepOptions.requirePositive("--classes", classes);
    StepOptions.requirePositive("--shards", shards);
    StepOptions.requirePositive("--rounds", rounds);
    if (images < classes || images < shards) {
      throw new InvalidInputException(
          "%d images for %d classes and %d shards; expected one at least in each",
          images, classes, shards);
    }
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException("No such directory: %s (--dir)", directory);
    }
    List<byte[]> jpegs = Photographs.jpegs(photos, Math.min(different, images));
    try (SparkApplication spark = new SparkApplication("bench prepare");
        PrepareBenchmark benchmark =
            new PrepareBenchmark(
                new SparkPrepareJobs(spark.get()), directory, jpegs, images, classes, shards)) {
      Set<Kind> kinds =
          withDecode ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.COPY, Kind.MARKERS);
      tell(benchmark, benchmark.measure(kinds, rounds));
      spark.done();
    }
    return 0;
  }

  private void tell(PrepareBenchmark benchmark, Map<Kind, Cost> costs) {
    PrintStream words = results.words();
    int cores = benchmark.cores();
    double megabytes = benchmark.imageBytes() / 1e6;
    words.printf(
        Locale.ROOT,
        "%d JPEG files of %.0f kB in %d classes, %.0f MB in all; %d shards, %d cores%n",
        images,
        1000 * megabytes / images,
        classes,
        megabytes,
        shards,
        cores);
    words.printf(
        "%-28s %9s %9s %14s %12s %14s%n",
        "", "seconds", "images/s", "MB/s a core", "CPU seconds", "MB/CPU second");
    ObjectNode json = results.object();
    json.put("images", images);
    json.put("megabytes", megabytes);
    json.put("cores", cores);
    for (Kind kind : costs.keySet()) {
      double taken = costs.get(kind).seconds();
      double cpu = costs.get(kind).cpuSeconds();
      double perCore = megabytes / taken / cores;
      words.printf(
          Locale.ROOT,
          "%-28s %9.2f %9.0f %14.1f %12.2f %14.1f%n",
          kind.label(),
          taken,
          images / taken,
          perCore,
          cpu,
          megabytes / cpu);
      ObjectNode one = json.putObject(kind.name().toLowerCase(Locale.ROOT));
      one.put("seconds", taken);
      one.put("cpu_seconds", cpu);
      one.put("images_per_second", images / taken);
      one.put("megabytes_per_second_per_core", perCore);
    }
    Cost copy = costs.get(Kind.COPY);
    Cost shardsWritten = costs.get(Kind.MARKERS);
    double ratio = copy.seconds() / shardsWritten.seconds();
    double cpuRatio = copy.cpuSeconds() / shardsWritten.cpuSeconds();
    double byImages = IMAGENET_IMAGES * shardsWritten.seconds() / images / 3600;
    double byBytes = IMAGENET_BYTES / benchmark.imageBytes() * shardsWritten.seconds() / 3600;
    words.printf(
        Locale.ROOT,
        "Shards are written at %.2f of the copy's rate, %.2f by CPU time%nImageNet's %d training images would take %.2f hours"
            + " by their number, %.2f by their 148 GB, on %d cores and storage as fast%n",
        ratio,
        cpuRatio,
        IMAGENET_IMAGES,
        byImages,
        byBytes,
        cores);
    json.put("ratio_to_copy", ratio);
    json.put("cpu_ratio_to_copy", cpuRatio);
    json.put("imagenet_hours_by_images", byImages);
    json.put("imagenet_hours_by_bytes", byBytes);
    results.print(json);
  }
}
