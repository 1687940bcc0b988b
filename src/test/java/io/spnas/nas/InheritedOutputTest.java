package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Norm;
import io.spnas.config.Settings;
import io.spnas.engine.Buffers;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A network with inherited weights and the supernet in which it is chosen. */
class InheritedOutputTest {
  private static final int BATCH = 8;
  private final SearchSpace space = space();
  private final float[] weights = weights();
  private final float[] images = images();

  /** The paper's groups, narrow and of 32 px. */
  private static SearchSpace space() {
    Settings settings =
        Settings.parse(
            """
            input.size = 32
            model { classes = 10, width = 0.5, stem-stride = 1, head-channels = 64 }
            """);
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** Initial weights; scales and shifts of batch norms and the bias at random, as after steps. */
  private float[] weights() {
    ParameterLayout layout = ParameterLayout.of(space.supernet());
    float[] values = new float[layout.parameters()];
    InitialWeights.fill(layout, values, 5);
    Random random = new Random(6);
    for (ParameterLayout.Slot slot : layout.slots()) {
      boolean plain =
          slot.kind() == ParameterLayout.Kind.BATCH_NORM
              || slot.kind() == ParameterLayout.Kind.CLASSIFIER_BIAS;
      for (int i = slot.offset(); plain && i < slot.offset() + slot.length(); i++) {
        values[i] += (float) (0.3 * random.nextGaussian());
      }
    }
    return values;
  }

  private float[] images() {
    Random random = new Random(7);
    float[] values = new float[BATCH * 3 * space.inputSize() * space.inputSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The supernet's weights with each layer's effective kernel. */
  private float[] onPath(Architecture path) {
    float[] values = weights.clone();
    new PathKernels(space, ParameterLayout.of(space.supernet()))
        .put(values, PathKernels.decisions(path));
    return values;
  }

  private float[] logits(NetworkShape shape, float[] values) {
    ParameterLayout layout = ParameterLayout.of(shape);
    Buffers buffers =
        new Buffers(values, new float[values.length], new float[layout.statisticValues()], 0);
    try (Network network = Network.compile(shape, BATCH, 1, 1e-3, buffers)) {
      return network.forward(images, null).clone();
    }
  }

  private float[] inherited(Architecture network) {
    float[] values = new float[InheritedWeights.count(network)];
    InheritedWeights.copy(network, weights, values);
    return logits(network.network(), values);
  }

  private Architecture random(int seed) {
    return Architecture.random(space, new SplittableRandom(seed));
  }

  private void assertEqual(Architecture path) {
    assertThat(inherited(path)).isEqualTo(logits(space.supernet(), onPath(path)));
  }

  @Test
  void thresholdsAndPathSpellTheSameKernels() {
    Decisions decisions = new Decisions(space, Norm.RMS);
    double[][] factors = new double[decisions.layers()][Superkernel.DECISIONS];
    DecisionDropout.none(factors);
    for (int seed = 0; seed < 20; seed++) {
      Architecture path = random(seed);
      float[] values = Arrays.copyOf(weights, decisions.parameters());
      decisions.settle(values, PathKernels.decisions(path));
      assertThat(decisions.derive(values)).isEqualTo(path);
      decisions.select(values, factors);
      assertThat(Arrays.copyOf(values, weights.length)).isEqualTo(onPath(path));
    }
  }

  @Test
  void outputIsTheSupernetsToTheBitWhereAllChannelsAreUsed() {
    for (int seed = 0; seed < 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Operation> operations =
          space.searchable().stream()
              .map(layer -> random.nextBoolean() ? Operation.K3_E6 : Operation.K5_E6)
              .toList();
      assertEqual(Architecture.of(space, operations));
    }
  }

  /** What is added and taken out again costs the last bits, here of logits of about 1. */
  @Test
  void outputIsTheSupernetsButForRounding() {
    for (int seed = 0; seed < 8; seed++) {
      Architecture path = random(seed);
      float[] expected = logits(space.supernet(), onPath(path));
      assertThat(inherited(path)).usingComparatorWithPrecision(2e-5f).containsExactly(expected);
    }
  }

  @Test
  void otherPathsHaveOtherOutputs() {
    float[] output = logits(space.supernet(), onPath(random(1)));
    assertThat(inherited(random(2))).usingComparatorWithPrecision(1e-2f).isNotEqualTo(output);
  }
}
