package io.spnas.cli;

import io.spnas.bench.TrainingPeer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench compare}: one worker's step beside that of other software. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Measure a training step in turn with other software's of the same network.",
    footer = {
      "",
      "On random images; each software is in a JVM of its own.",
      "",
      "Examples:",
      "  bench compare --size 224 --batch 16 --threads 2 --steps 20 --peer channels-last",
      "  bench compare --network single-path-nas --peer PyTorch"
    })
final class BenchCompareCommand implements Callable<Integer> {
  @Mixin private StepOptions options;
  @Mixin private PeerComparison comparison;
  @Mixin private Results results;

  @Override
  public Integer call() {
    options.check();
    // A network or a size that can't be is told before anything is started.
    options.shape();
    comparison.run(new TrainingPeer(), "bench compare", options.stepSize(), options.steps, results);
    results
        .words()
        .println(
            "spnas computes its full step: forward, loss, backward and update, and for the supernet"
                + " superkernels, thresholds and the runtime term; peers compute forward, loss and"
                + " backward for the weights only");
    return 0;
  }
}
