package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.latency.LatencyPrediction;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.StepControls;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole searches on images that can be learned. */
class MultiPathSearchTest {
  private static final int STEPS = 400;
  private static final int WARMUP = 60;

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}, target {1} ms")
  @CsvSource({"darts, 12", "fbnet, 12", "proxyless, 12"})
  void learnsAndEndsWithinItsTarget(String name, double target) throws IOException {
    SearchProblem problem =
        SmallProblem.of(
            directory,
            "strategy.name = " + name,
            "search { steps = 400, warmup-steps = 60, target-latency-ms = " + target + " }",
            "multi-path.learning-rate = 0.05");
    SearchStrategy strategy = Strategies.of(problem);
    double[] crossEntropy = new double[STEPS];
    double[] latency = new double[STEPS];
    try (TrainableNetwork supernet =
        strategy.supernet(new SupernetWorker(0, SmallProblem.BATCH, 1))) {
      for (int step = 0; step < STEPS; step++) {
        StepControls controls = new StepControls(step, 0, step < WARMUP);
        latency[step] = supernet.step(SmallProblem.batch(step), controls).runtimeMilliseconds();
        crossEntropy[step] = supernet.exchange().crossEntropy();
        supernet.decide(controls);
        SmallProblem.descend(supernet, controls);
      }
      Architecture found =
          strategy.choose(
              new TrainedSupernet(supernet.parameters(), new float[0], supernet.carried()), null);
      double milliseconds = LatencyPrediction.of(problem.tables().latency(), found).total();
      assertThat(milliseconds).isBetween(0.95 * target, target);
      assertThat(mean(crossEntropy, STEPS - 40, STEPS)).isLessThan(0.8 * mean(crossEntropy, 0, 20));
      assertThat(mean(latency, STEPS - 40, STEPS)).isEqualTo(target, within(0.05 * target));
    }
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
  }
}
