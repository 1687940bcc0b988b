package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Norm;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UniformSupernetTest {
  private static StepControls step(long step) {
    return new StepControls(step, 0.01, false);
  }

  /** The first step that draws some operations. */
  private static long stepOf(UniformSupernet supernet, List<Operation> operations) {
    return LongStream.range(0, 10_000)
        .filter(step -> supernet.path(step).operations().equals(operations))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachOperationThatALayerMayHaveIsDrawnEquallyOften() {
    int draws = 20_000;
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    try (UniformSupernet supernet = search.uniform(0)) {
      List<Layer> layers = supernet.path(0).space().searchable();
      for (int l = 0; l < layers.size(); l++) {
        Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
        for (int step = 0; step < draws; step++) {
          counts.merge(supernet.path(step).operations().get(l), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys(layers.get(l).operations());
        double expected = (double) draws / counts.size();
        double chiSquare =
            counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        // 99.9 % of uniform draws are below 18.5 with 5 operations, below 16.3 with 4.
        assertThat(chiSquare).as("layer %d: %s", l, counts).isLessThan(16.3);
      }
    }
  }

  @Test
  void pathsFollowFromSeedAndStepOnAllWorkers() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    try (UniformSupernet one = search.uniform(0);
        UniformSupernet other = search.uniform(1)) {
      List<Architecture> paths = LongStream.range(0, 100).mapToObj(one::path).toList();
      assertThat(LongStream.range(0, 100).mapToObj(other::path).toList()).isEqualTo(paths);
      assertThat(paths.stream().distinct().count()).isGreaterThan(50);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aStepIsThatOfTheSupernetWhoseThresholdsSpellItsPathToTheBit(Operation later) {
    Operation first = later == Operation.SKIP ? Operation.K3_E6 : later;
    List<Operation> operations = List.of(first, later, first, later);
    SmallSearch search = SmallSearch.with(Norm.RMS, first, later);
    try (UniformSupernet uniform = search.uniform(0)) {
      long step = stepOf(uniform, operations);
      double[][] decisions = PathKernels.decisions(uniform.path(step));
      try (Supernet settled = search.supernet(new Settled(decisions))) {
        StepOutcome expected = settled.step(search.batch(), step(step));
        StepOutcome outcome = uniform.step(search.batch(), step(step));
        assertThat(uniform.indicators()).isDeepEqualTo(decisions);
        assertThat(outcome.runtimeMilliseconds()).isEqualTo(expected.runtimeMilliseconds());
        assertThat(uniform.exchange().crossEntropy()).isEqualTo(settled.exchange().crossEntropy());
        int weights = uniform.layout().parameters();
        // A gradient of 0 has no sign here.
        assertThat(Arrays.copyOf(uniform.exchange().values(), weights))
            .usingComparatorWithPrecision(0f)
            .containsExactly(Arrays.copyOf(settled.exchange().values(), weights));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void gradientsAreThoseOfTheNetworkAndNothingElse(Operation later) {
    Operation first = later == Operation.SKIP ? Operation.K3_E6 : later;
    SmallSearch search = SmallSearch.with(Norm.RMS, first, later);
    try (UniformSupernet uniform = search.uniform(0)) {
      long step = stepOf(uniform, List.of(first, later, first, later));
      Architecture path = uniform.path(step);
      float[] before = uniform.parameters().clone();
      uniform.step(search.batch(), step(step));
      assertThat(uniform.parameters()).isEqualTo(before);
      try (FixedNetwork network =
          new FixedNetwork(
              path.network(),
              SmallSearch.BATCH,
              1,
              new StepSettings(0, 0.1, 1e-3, SmallSearch.SEED, 0))) {
        InheritedWeights.copy(path, before, network.parameters());
        network.step(search.batch(), step(step));
        float[] gradients = new float[network.parameters().length];
        InheritedWeights.copy(path, uniform.exchange().values(), gradients);
        for (ParameterLayout.Slot slot : network.layout().slots()) {
          assertThat(distance(slot, gradients, network.exchange().values()))
              .as(slot.name())
              .isLessThan(1e-4);
        }
        for (Layer layer : path.space().searchable()) {
          String name = "block" + layer.index() + ".depthwise.conv";
          assertThat(squares(uniform.layout().slot(name), uniform.exchange().values()))
              .as("all of %s and what the network has of it", name)
              .isCloseTo(ofNetwork(path, layer, network, gradients), within(1e-12));
        }
      }
    }
  }

  /** Sum of squares of a layer's depthwise gradient in the network; 0 if it is skipped. */
  private static double ofNetwork(
      Architecture path, Layer layer, FixedNetwork network, float[] gradients) {
    int block = path.keptLayers().indexOf(layer.index());
    return block < 0
        ? 0
        : squares(network.layout().slot("block" + block + ".depthwise.conv"), gradients);
  }

  private static double squares(ParameterLayout.Slot slot, float[] values) {
    double sum = 0;
    for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  /** L2 norm of the difference, relative to that of what is expected. */
  private static double distance(ParameterLayout.Slot slot, float[] found, float[] expected) {
    double sum = 0;
    for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
      sum += ((double) found[i] - expected[i]) * ((double) found[i] - expected[i]);
    }
    return Math.sqrt(sum / squares(slot, expected));
  }

  @Test
  void warmupAndLambdaChangeNothing() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    try (UniformSupernet supernet = search.uniform(0)) {
      StepOutcome outcome = supernet.step(search.batch(), new StepControls(3, 0, true));
      float[] gradients = supernet.exchange().values().clone();
      supernet.step(search.batch(), new StepControls(3, 0.5, false));
      assertThat(supernet.exchange().values()).isEqualTo(gradients);
      assertThat(outcome.lambda()).isZero();
      assertThat(outcome.runtimeLoss()).isZero();
      assertThat(supernet.arguments()).isEmpty();
    }
  }

  /** Decisions that are final from the first step on. */
  private record Settled(double[][] decisions) implements Steering {
    @Override
    public double lambda(StepControls controls, double milliseconds, double[][] indicators) {
      return 0;
    }

    @Override
    public boolean isSettled(long step) {
      return true;
    }

    @Override
    public double[][] settle(long step, double[][] decided) {
      return decisions;
    }

    @Override
    public float[] carried() {
      return new float[0];
    }
  }
}
