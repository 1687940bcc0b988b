package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.RuntimeModelKind;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTargetTest {
  private static final int WARMUP = 100;
  private static final int STEPS = 1100;
  private static final SearchSpace SPACE = space();
  private static final RuntimeModel MODEL =
      RuntimeModel.of(LatencyTable.load("pixel1"), RuntimeModelKind.EXACT);

  private static SearchSpace space() {
    Settings settings = Settings.load(Optional.empty(), List.of());
    return SearchSpace.of(settings.input(), settings.model());
  }

  private static LatencyTarget target(double milliseconds) {
    return new LatencyTarget(milliseconds, MODEL, SPACE, WARMUP, STEPS, true);
  }

  private static double[][] all(double indicator) {
    double[][] indicators = new double[SPACE.searchable().size()][3];
    for (double[] layer : indicators) {
      Arrays.fill(layer, indicator);
      layer[1] = 1;
    }
    return indicators;
  }

  private static StepControls controls(long step) {
    return new StepControls(step, 0.5, step < WARMUP);
  }

  /**
   * A network whose ln R falls the faster the larger lambda is, and rises on its own, as
   * cross-entropy wants it to.
   */
  private static double[] follow(LatencyTarget target) {
    double[] runtimes = new double[STEPS];
    double logarithm = Math.log(130);
    for (int step = 0; step < STEPS; step++) {
      runtimes[step] = Math.exp(logarithm);
      double lambda = target.lambda(controls(step), runtimes[step], all(1));
      logarithm = Math.min(Math.log(130), logarithm - 5 * lambda + 0.01);
    }
    return runtimes;
  }

  @ParameterizedTest
  @ValueSource(doubles = {40, 66, 85, 125})
  void runtimeIsLedToTheTargetAndHeldThere(double milliseconds) {
    double[] runtimes = follow(target(milliseconds));
    assertThat(runtimes[WARMUP]).as("lambda is 0 in the warm-up").isEqualTo(130, within(1e-9));
    for (double held : Arrays.copyOfRange(runtimes, 600, 1000)) {
      assertThat(held).isEqualTo(milliseconds, within(milliseconds / 100));
    }
  }

  @Test
  void aNetworkThatIsTooFastHasANegativeLambda() {
    LatencyTarget target = target(100);
    target.lambda(controls(WARMUP), 130, all(1));
    assertThat(target.lambda(controls(WARMUP + 500), 80, all(1))).isNegative();
  }

  @Test
  void whatIsCarriedIsAllThatItRemembers() {
    LatencyTarget unbroken = target(70);
    LatencyTarget resumed = target(70);
    List<Double> expected = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double runtime = 130 - 60.0 * step / STEPS + 3 * Math.sin(step);
      expected.add(unbroken.lambda(controls(step), runtime, all(step % 2)));
      if (step == 400) {
        LatencyTarget fresh = target(70);
        System.arraycopy(resumed.carried(), 0, fresh.carried(), 0, fresh.carried().length);
        resumed = fresh;
      }
      found.add(resumed.lambda(controls(step), runtime, all(step % 2)));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(resumed.carried()).isEqualTo(unbroken.carried());
  }

  @Test
  void theLastTenthIsSettledWithoutLambda() {
    LatencyTarget target = target(70);
    assertThat(target.isSettled(999)).isFalse();
    assertThat(target.isSettled(1000)).isTrue();
    assertThat(target.lambda(controls(1000), 130, all(1))).isZero();
    double[][] decided = all(0);
    assertThat(target.settle(1001, decided)).isDeepEqualTo(decided);
  }

  @Test
  void theShortestSearchHasASettledStep() {
    LatencyTarget target = new LatencyTarget(70, MODEL, SPACE, 2, 3, true);
    assertThat(target.isSettled(1)).isFalse();
    assertThat(target.isSettled(2)).isTrue();
  }
}
