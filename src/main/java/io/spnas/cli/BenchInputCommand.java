package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.InputBenchmark;
import io.spnas.bench.InputRates;
import io.spnas.bench.InputRates.Kind;
import io.spnas.bench.Photographs;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench input}: how fast photographs become the network's input. */
@Command(
    name = "input",
    mixinStandardHelpOptions = true,
    description = {
      "Measure how fast a thread turns JPEG files of 500 x 375 pixels, cut out of real photographs,"
          + " into the network's input, beside OpenCV and the JDK's ImageIO."
    },
    footer = {"", "Example:", "  bench input --photos photos --size 224 --threads 2"})
final class BenchInputCommand implements Callable<Integer> {
  @Option(
      names = "--photos",
      required = true,
      paramLabel = "DIR",
      description = "Folder of photographs, JPEG or PNG (submit/local.sh: default: from Debian).")
  private Path photos;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "512",
      description = "Different JPEG files to cut out of them (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "224",
      description = "Height and width of the network's input (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      description = "Threads that work at once (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Time to measure, warm-up included (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    requirePositive("--images", images);
    requirePositive("--threads", threads);
    requirePositive("--seconds", seconds);
    InputSpec input =
        InputSpec.of(Settings.load(Optional.empty(), List.of("input.size=" + size)).input());
    List<byte[]> jpegs = Photographs.jpegs(photos, images);
    results
        .words()
        .printf(
            "%d JPEG files of %d x %d pixels, %.0f kB each; input of %d pixels, %d threads%n",
            jpegs.size(),
            Photographs.WIDTH,
            Photographs.HEIGHT,
            jpegs.stream().mapToInt(jpeg -> jpeg.length).average().orElseThrow() / 1000,
            size,
            threads);
    try (InputBenchmark benchmark = new InputBenchmark(jpegs, input, threads)) {
      tell(benchmark.measure(Duration.ofSeconds(seconds)));
    }
    return 0;
  }

  private void tell(InputRates rates) {
    results.words().printf("%-56s %10s %9s%n", "", "images/s", "ms/image");
    for (Kind kind : Kind.values()) {
      results
          .words()
          .printf(
              "%-56s %10.1f %9.2f%n",
              kind.label(), rates.imagesPerSecond(kind), rates.milliseconds(kind));
    }
    double ratio = rates.ratio(Kind.TRAINING, Kind.OPENCV);
    results
        .words()
        .printf("A thread's speed, of OpenCV's alone: %.2f (%d rounds)%n", ratio, rates.rounds());
    ObjectNode json = results.object();
    json.put("images_per_second", rates.imagesPerSecond(Kind.TRAINING));
    json.put("opencv_images_per_second", rates.imagesPerSecond(Kind.OPENCV));
    json.put("imageio_images_per_second", rates.imagesPerSecond(Kind.IMAGEIO));
    json.put("imageio_resize_images_per_second", rates.imagesPerSecond(Kind.IMAGEIO_RESIZE));
    json.put("ratio", ratio);
    json.put("ms_per_image", rates.milliseconds(Kind.TRAINING));
    results.print(json);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException(name + ": " + value + ", expected 1 or more");
    }
  }
}
