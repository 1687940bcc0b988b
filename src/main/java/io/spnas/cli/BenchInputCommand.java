package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.InputBenchmark;
import io.spnas.bench.InputRates;
import io.spnas.bench.InputRates.Kind;
import io.spnas.bench.Photographs;
import io.spnas.bench.StepInputCost;
import io.spnas.bench.StepWithInput;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import java.io.PrintStream;
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
    description = "Measure how fast a thread turns JPEG files into the network's input.",
    footer = {
      "",
      "The files have 500 x 375 pixels and are cut out of real photographs; OpenCV and the JDK's ImageIO are measured beside.",
      "",
      "Examples:",
      "  bench input --photos photos --size 224 --threads 2",
      "  bench input --photos photos --with-step --batch 16"
    })
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
      description =
          "Height and width of the network's input in pixels (default: ${DEFAULT-VALUE}).")
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
      description = "Time to measure, warm-up included, in s (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--with-step",
      description = "Measure too what the input costs a training step on the same T cores.")
  private boolean withStep;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "16",
      description = "With --with-step: images a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "With --with-step: steps to measure of each kind, rounded up to a multiple of 4 (default:"
              + " ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--images", images);
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--seconds", seconds);
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--steps", steps);
    InputSpec input = input();
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
    ObjectNode json = results.object();
    InputRates rates;
    try (InputBenchmark benchmark = new InputBenchmark(jpegs, input, threads)) {
      rates = benchmark.measure(Duration.ofSeconds(seconds));
    }
    tell(rates, json);
    if (withStep) {
      try (StepWithInput benchmark = new StepWithInput(jpegs, input, batch, threads)) {
        int stretches = (steps + StepWithInput.STRETCH - 1) / StepWithInput.STRETCH;
        tell(benchmark.measure(stretches), rates.milliseconds(Kind.TRAINING) / threads, json);
      }
    }
    results.print(json);
    return 0;
  }

  private InputSpec input() {
    return InputSpec.of(
        Settings.load(
                Optional.empty(), List.of("input.size=" + size, "input.decode-threads=" + threads))
            .input());
  }

  private void tell(InputRates rates, ObjectNode json) {
    PrintStream words = results.words();
    words.printf("%-56s %10s %9s%n", "A thread", "images/s", "ms/image");
    for (Kind kind : Kind.values()) {
      words.printf(
          "%-56s %10.1f %9.2f%n",
          kind.label(), rates.imagesPerSecond(kind), rates.milliseconds(kind));
    }
    double ratio = rates.ratio(Kind.TRAINING, Kind.OPENCV);
    words.printf("Training's input is %.2f times as fast as OpenCV's decode and resize%n", ratio);
    json.put("images_per_second", rates.imagesPerSecond(Kind.TRAINING));
    json.put("opencv_images_per_second", rates.imagesPerSecond(Kind.OPENCV));
    json.put("imageio_images_per_second", rates.imagesPerSecond(Kind.IMAGEIO));
    json.put("imageio_resize_images_per_second", rates.imagesPerSecond(Kind.IMAGEIO_RESIZE));
    json.put("ratio", ratio);
    json.put("ms_per_image", rates.milliseconds(Kind.TRAINING));
  }

  private void tell(StepInputCost cost, double decodeMilliseconds, ObjectNode json) {
    results
        .words()
        .printf(
            "Steps of %d images, %d threads: %.2f images/s on random images, %.2f with the input"
                + " on%nThe input costs %.2f ms an image, decoding over %d threads %.2f; steps"
                + " waited %.3f%n",
            batch,
            threads,
            cost.randomImagesPerSecond(),
            cost.inputImagesPerSecond(),
            cost.lossMilliseconds(),
            threads,
            decodeMilliseconds,
            cost.waitMilliseconds());
    ObjectNode step = json.putObject("step");
    step.put("random_images_per_second", cost.randomImagesPerSecond());
    step.put("input_images_per_second", cost.inputImagesPerSecond());
    step.put("loss_ms_per_image", cost.lossMilliseconds());
    step.put("decode_ms_per_image", decodeMilliseconds);
    step.put("wait_ms_per_image", cost.waitMilliseconds());
  }
}
