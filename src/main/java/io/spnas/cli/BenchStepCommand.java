package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.LayerSeries;
import io.spnas.bench.StepSeries;
import io.spnas.bench.StepTime;
import io.spnas.bench.ThisProcess;
import io.spnas.bench.TimedStep;
import io.spnas.engine.MachineLimits;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench step}: one worker's step on random images. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "Measure one worker's training step on random images.",
    footer = {
      "",
      "Of the full supernet: superkernels and thresholds, forward, loss, backward, runtime term and update. Of a network whose operations are decided: forward, loss, backward and update.",
      "",
      "Examples:",
      "  bench step --network single-path-nas --batch 32",
      "  bench step --size 224 --batch 16 --threads 2 --steps 20 --layers"
    })
final class BenchStepCommand implements Callable<Integer> {
  @Option(
      names = "--layers",
      description =
          "Tell the best times of each layer too, beside the machine's speed in matrix products and"
              + " in copying memory.")
  private boolean layers;

  @Mixin private StepOptions options;
  @Mixin private Results results;

  private final StepSeries steps = new StepSeries();
  private final LayerSeries layerTimes = new LayerSeries();
  private long firstStepEnd;
  private double residentMebibytes;

  @Override
  public Integer call() {
    options.check();
    measure();
    StepReport report = new StepReport(options.batch, steps);
    results.words().println(report.words());
    results
        .words()
        .printf(
            "The first step ended %d ms after the start of the JVM; %.0f MiB resident at most%n",
            firstStepEnd, residentMebibytes);
    ObjectNode json = results.object();
    report.put(json);
    json.put("first_step_ms_after_start", firstStepEnd);
    json.put("resident_mib", residentMebibytes);
    if (layers) {
      LayerReport each = new LayerReport(layerTimes, MachineLimits.measure(options.threads));
      each.print(results.words());
      each.put(json);
    }
    results.print(json);
    return 0;
  }

  private void measure() {
    try (TimedStep step = TimedStep.of(options.shape(), options.batch, options.threads)) {
      for (int i = 0; i < options.steps; i++) {
        StepTime time = step.run();
        if (i == 0) {
          firstStepEnd = ThisProcess.millisecondsSinceStart();
        }
        steps.add(time);
        layerTimes.add(time, step.layerTimes());
        results.words().printf("step %d: %.1f ms%n", i + 1, time.total());
      }
      residentMebibytes = ThisProcess.peakResidentMebibytes();
    }
  }
}
