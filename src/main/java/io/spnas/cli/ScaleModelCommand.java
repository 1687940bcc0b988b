package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.ScaleMeasurement;
import io.spnas.bench.ScaleModel;
import io.spnas.bench.ScaleValidation;
import io.spnas.bench.ScalingBenchmark;
import io.spnas.bench.StepSize;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale-model}: what more workers would bring on a cluster. */
@Command(
    name = "scale-model",
    mixinStandardHelpOptions = true,
    description = "Predict step time and efficiency of many workers from times of one and two.",
    footer = {
      "",
      "Times that are not told are measured on this machine. It tells from how many workers on the ring is bound by latency, and what would replace it there; docs/scaling.md has the formulas.",
      "",
      "Examples:",
      "  scale-model --network-latency-us 50 --network-rate-mbs 1250 --validate 1,2,4",
      "  scale-model --compute-ms 1600 --spread-ms 8 --other-ms 5 --latency-us 200 --rate-mbs 1000"
    })
final class ScaleModelCommand implements Callable<Integer> {
  private static final List<Integer> MEASURED = List.of(1, 2);

  @Option(
      names = "--workers",
      paramLabel = "W",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64,128,256",
      description = "Numbers of workers to predict for (default: ${DEFAULT-VALUE}).")
  private List<Integer> workers;

  @Option(
      names = "--validate",
      paramLabel = "W",
      split = ",",
      description =
          "Compare with steps that so many workers really take, all on this machine (default:"
              + " none).")
  private List<Integer> validate = List.of();

  @Mixin private ScaleModelOptions model;
  @Mixin private ScalingOptions options;
  @Mixin private Results results;

  @Override
  public Integer call() {
    workers.forEach(number -> StepOptions.requirePositive("--workers", number));
    validate.forEach(number -> StepOptions.requirePositive("--validate", number));
    model.check();
    StepSize size = options.check();
    if (model.isComplete() && validate.isEmpty()) {
      double bytes = ScaleMeasurement.exchangeBytes(size);
      tell(model.told(size.batch(), size.threads(), bytes), List.of(), results.object());
    } else {
      measure(size);
    }
    return 0;
  }

  private void measure(StepSize size) {
    TreeSet<Integer> numbers = new TreeSet<>(validate);
    numbers.addAll(MEASURED);
    try (ScalingBenchmark benchmark = ScalingBenchmark.start(size, numbers)) {
      options.measure(benchmark, results.words());
      ScaleModel measured = model.measured(new ScaleMeasurement(benchmark, size), size.threads());
      List<ScaleValidation> validations =
          validate.stream().map(number -> ScaleValidation.of(measured, number, benchmark)).toList();
      ScalingReport steps = new ScalingReport(benchmark);
      steps.print(results.words());
      tell(measured, validations, steps.put(results.object()));
    }
  }

  private void tell(ScaleModel predicting, List<ScaleValidation> validations, ObjectNode json) {
    ScaleModelReport report = new ScaleModelReport(predicting, workers, validations);
    report.print(results.words());
    report.put(json);
    results.print(json);
  }
}
