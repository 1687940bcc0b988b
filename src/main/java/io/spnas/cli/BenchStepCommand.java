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
    StepTime best = series.best();
    results
        .words()
        .printf(
            "%.1f images/s at the best step: %.1f ms (forward %.1f, loss %.1f, backward %.1f, update"
                + " %.1f)%n%.1f images/s at the median step%n",
            options.imagesPerSecond(best),
            best.total(),
            best.forward(),
            best.loss(),
            best.backward(),
            best.update(),
            options.imagesPerSecond(series.median()));
    ObjectNode json = results.object();
    json.put("images_per_second", options.imagesPerSecond(best));
    json.put("images_per_second_median", options.imagesPerSecond(series.median()));
    json.put("step_ms", best.total());
    json.put("forward_ms", best.forward());
    json.put("loss_ms", best.loss());
    json.put("backward_ms", best.backward());
    json.put("update_ms", best.update());
    results.print(json);
    return 0;
  }
}
