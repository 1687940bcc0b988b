package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.StepSeries;
import io.spnas.bench.StepTime;
import io.spnas.bench.SupernetStep;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench step}: one worker's step on random images. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = {
      "Measure one worker's training step of the full supernet on random images: superkernels and"
          + " thresholds, forward, loss, backward, runtime term and update."
    },
    footer = {"", "Example:", "  bench step --size 224 --batch 16 --threads 2 --steps 20"})
final class BenchStepCommand implements Callable<Integer> {
  @Mixin private StepOptions options;
  @Mixin private Results results;

  @Override
  public Integer call() {
    options.check();
    StepSeries series = new StepSeries();
    try (SupernetStep step = new SupernetStep(options.size, options.batch, options.threads)) {
      for (int i = 0; i < options.steps; i++) {
        StepTime time = step.run();
        series.add(time);
        results.words().printf("step %d: %.1f ms%n", i + 1, time.total());
      }
    }
    StepReport report = new StepReport(options.batch, series);
    results.words().println(report.words());
    ObjectNode json = results.object();
    report.put(json);
    results.print(json);
    return 0;
  }
}
