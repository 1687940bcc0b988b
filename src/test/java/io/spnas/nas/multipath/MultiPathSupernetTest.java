package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterRange;
import io.spnas.nas.Exchange;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.SupernetWorker;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What learns when, and that replicas and resumed runs agree. */
class MultiPathSupernetTest {
  private static final double LAMBDA = 0.0005;
  private static final int WARMUP = 10;
  private static final int SEARCHABLE = 18;

  /** A step of the architecture weights, and one of the weights. */
  private static final StepControls ARCHITECTURE = new StepControls(41, LAMBDA, false);

  private static final StepControls WEIGHTS = new StepControls(42, LAMBDA, false);

  @TempDir private Path directory;

  private MultiPathSupernet supernet(Method method, String... settings) {
    SearchProblem problem = SmallProblem.of(directory, settings);
    return new MultiPathSupernet(problem, method, new SupernetWorker(0, SmallProblem.BATCH, 1));
  }

  private static float[] architecture(MultiPathSupernet supernet, float[] values) {
    int weights = supernet.layout().parameters();
    return Arrays.copyOfRange(values, weights, weights + SEARCHABLE);
  }

  @ParameterizedTest
  @EnumSource
  void aStepLeavesAllParametersAsTheyAre(Method method) {
    try (MultiPathSupernet supernet = supernet(method)) {
      SmallProblem.spread(supernet);
      float[] before = supernet.parameters().clone();
      for (int step = WARMUP - 2; step < WARMUP + 6; step++) {
        supernet.step(SmallProblem.batch(step), controls(step));
        assertThat(supernet.parameters()).isEqualTo(before);
      }
    }
  }

  private static StepControls controls(long step) {
    return new StepControls(step, step < WARMUP ? 0 : LAMBDA, step < WARMUP);
  }

  @ParameterizedTest
  @EnumSource
  void weightsAndArchitectureWeightsLearnInTurn(Method method) {
    try (MultiPathSupernet supernet = supernet(method)) {
      int weights = supernet.layout().parameters();
      float[] before = supernet.parameters().clone();
      for (StepControls controls : new StepControls[] {controls(3), WEIGHTS}) {
        supernet.step(SmallProblem.batch(1), controls);
        supernet.decide(controls);
        if (method != Method.PROXYLESS) {
          assertThat(supernet.optimised(controls)).containsExactly(ParameterRange.first(weights));
        }
        assertThat(architecture(supernet, supernet.exchange().values())).containsOnly(0);
        assertThat(supernet.parameters()).isEqualTo(before);
      }
      supernet.step(SmallProblem.batch(1), ARCHITECTURE);
      supernet.decide(ARCHITECTURE);
      assertThat(supernet.optimised(ARCHITECTURE)).isEmpty();
      assertThat(Arrays.copyOf(supernet.parameters(), weights))
          .isEqualTo(Arrays.copyOf(before, weights));
      assertThat(architecture(supernet, supernet.parameters()))
          .isNotEqualTo(architecture(supernet, before));
    }
  }

  @Test
  void theOptimiserLeavesOutWhatNoDrawnPathComputes() {
    SearchSpace space = SmallProblem.of(directory).space();
    try (MultiPathSupernet supernet = supernet(Method.PROXYLESS)) {
      ParameterLayout layout = supernet.layout();
      supernet.step(SmallProblem.batch(1), WEIGHTS);
      BitSet optimised = new BitSet();
      for (ParameterRange range : supernet.optimised(WEIGHTS)) {
        assertThat(range.from()).isGreaterThanOrEqualTo(optimised.length());
        optimised.set(range.from(), range.to());
      }
      BitSet expected = new BitSet();
      expected.set(0, layout.parameters());
      for (Layer layer : space.searchable()) {
        int computed = 0;
        for (int k = 0; k < 4; k++) {
          ParameterRange path = layout.path(layer.index(), k);
          int scale = layout.lastBatchNorm(layer.index(), k).offset();
          if (supernet.exchange().values()[scale] == 0) {
            expected.clear(path.from(), path.to());
          } else {
            computed++;
          }
        }
        assertThat(computed).isBetween(layer.skippable() ? 0 : 1, 1);
      }
      assertThat(optimised).isEqualTo(expected);
    }
  }

  @Test
  void onlyTwoPathsOfALayerLearnFromGatesAndTheOthersStayAsProbable() {
    try (MultiPathSupernet supernet = supernet(Method.PROXYLESS)) {
      SmallProblem.spread(supernet);
      ArchitectureWeights weights =
          new ArchitectureWeights(
              SmallProblem.of(directory).space(), supernet.layout().parameters());
      double[][] before = weights.read(supernet.parameters());
      supernet.step(SmallProblem.batch(1), ARCHITECTURE);
      supernet.decide(ARCHITECTURE);
      double[][] after = weights.read(supernet.parameters());
      for (int l = 0; l < before.length; l++) {
        double[] was = Differences.shares(before[l], 1);
        double[] is = Differences.shares(after[l], 1);
        int moved = 0;
        for (int k = 0; k < was.length; k++) {
          moved += Math.abs(is[k] - was[k]) > 1e-6 ? 1 : 0;
        }
        assertThat(moved).as("paths of layer %d whose probability moved", l).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumingFromParametersAndWhatIsCarriedGivesTheSameBits(Method method) {
    String target = "search.target-latency-ms = 14";
    float[] whole;
    float[] carried;
    float[] middle = new float[0];
    float[] carriedMiddle = new float[0];
    try (MultiPathSupernet unbroken = supernet(method, target)) {
      for (int step = 0; step < 24; step++) {
        if (step == 17) {
          middle = unbroken.parameters().clone();
          carriedMiddle = unbroken.carried().clone();
        }
        train(unbroken, step);
      }
      whole = unbroken.parameters().clone();
      carried = unbroken.carried().clone();
    }
    try (MultiPathSupernet resumed = supernet(method, target)) {
      System.arraycopy(middle, 0, resumed.parameters(), 0, middle.length);
      System.arraycopy(carriedMiddle, 0, resumed.carried(), 0, carriedMiddle.length);
      for (int step = 17; step < 24; step++) {
        train(resumed, step);
      }
      assertThat(resumed.parameters()).isEqualTo(whole);
      assertThat(resumed.carried()).isEqualTo(carried);
    }
  }

  private static void train(MultiPathSupernet supernet, int step) {
    supernet.step(SmallProblem.batch(step), controls(step));
    update(supernet, step);
  }

  private static void update(MultiPathSupernet supernet, int step) {
    supernet.decide(controls(step));
    SmallProblem.descend(supernet, controls(step));
  }

  @ParameterizedTest
  @EnumSource
  void workersStayEqual(Method method) {
    SearchProblem problem = SmallProblem.of(directory, "search.target-latency-ms = 14");
    try (MultiPathSupernet one =
            new MultiPathSupernet(problem, method, new SupernetWorker(0, SmallProblem.BATCH, 1));
        MultiPathSupernet two =
            new MultiPathSupernet(problem, method, new SupernetWorker(1, SmallProblem.BATCH, 1))) {
      for (int step = WARMUP - 2; step < WARMUP + 8; step++) {
        StepOutcome first = one.step(SmallProblem.batch(step), controls(step));
        StepOutcome second = two.step(SmallProblem.batch(1000 + step), controls(step));
        assertThat(second.runtimeLoss()).isEqualTo(first.runtimeLoss());
        float[] sum = one.exchange().values();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += two.exchange().values()[i];
        }
        System.arraycopy(sum, 0, two.exchange().values(), 0, sum.length);
        for (Exchange exchange : new Exchange[] {one.exchange(), two.exchange()}) {
          exchange.average(2);
        }
        update(one, step);
        update(two, step);
        assertThat(two.parameters()).isEqualTo(one.parameters());
        assertThat(two.carried()).isEqualTo(one.carried());
      }
    }
  }

  @Test
  void allPathsAreAsProbableAtFirst() {
    try (MultiPathSupernet supernet = supernet(Method.DARTS)) {
      double[][] indicators = supernet.indicators();
      assertThat(indicators).hasNumberOfRows(4);
      assertThat(indicators[0]).containsExactly(new double[] {0.5, 1, 0.5}, within(1e-12));
      assertThat(indicators[1]).containsExactly(new double[] {0.5, 0.8, 0.5}, within(1e-12));
      assertThat(supernet.arguments()[1])
          .containsExactly(new double[] {0, Math.log(4), 0}, within(1e-12));
    }
  }
}
