package io.spnas.reference;

import static io.spnas.reference.SmallSupernet.DROPOUT_MASK;
import static io.spnas.reference.SmallSupernet.IMAGES;
import static io.spnas.reference.SmallSupernet.LABELS;
import static io.spnas.reference.SmallSupernet.LAMBDA;
import static io.spnas.reference.SmallSupernet.LAYERS;
import static io.spnas.reference.SmallSupernet.RUNTIME;
import static io.spnas.reference.SmallSupernet.network;
import static io.spnas.reference.SmallSupernet.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecidedSupernetTest {
  @ParameterizedTest
  @CsvSource({"true, true, 5, 6", "true, false, 5, 3", "false, true, 3, 6", "false, false, 3, 3"})
  void aDecidedSupernetIsTheNetworkOfItsOperations(
      boolean wide, boolean all, int kernel, int expansion) {
    ReferenceSupernet supernet = network(LAYERS);
    settle(supernet, wide, true, all);
    ReferenceSupernet derived =
        network(
            LAYERS.stream()
                .map(layer -> layer.searchable() ? fixed(layer, kernel, expansion) : layer)
                .toList());
    supernet
        .parameters()
        .forEach(
            (name, values) ->
                derived.parameters().put(name, sliced(name, values, kernel, expansion)));

    ReferenceSupernet.Result expected =
        derived.run(IMAGES, LABELS, DROPOUT_MASK, null, 0, RuntimeModel.NONE);
    ReferenceSupernet.Result actual =
        supernet.run(IMAGES, LABELS, DROPOUT_MASK, null, LAMBDA, RUNTIME);

    assertThat(actual.logits().data()).containsExactly(expected.logits().data(), within(1e-11));
    assertThat(actual.crossEntropy()).isCloseTo(expected.crossEntropy(), within(1e-12));
    assertThat(actual.gradients().get("stem.conv"))
        .containsExactly(expected.gradients().get("stem.conv"), within(1e-11));
  }

  @Test
  void aSkippedLayerAddsTheShiftOfItsLastNormalisation() {
    ReferenceSupernet supernet = network(LAYERS);
    settle(supernet, true, false, true);
    Arrays.fill(supernet.parameters().get("block2.project.bn.beta"), 0);
    ReferenceSupernet without =
        network(List.of(LAYERS.get(0), fixed(LAYERS.get(1), 5, 6), LAYERS.get(3)));
    without.parameters().replaceAll((name, values) -> supernet.parameters().get(name));

    ReferenceSupernet.Result expected =
        without.run(IMAGES, LABELS, null, null, 0, RuntimeModel.NONE);
    ReferenceSupernet.Result actual = supernet.run(IMAGES, LABELS, null, null, LAMBDA, RUNTIME);

    assertThat(actual.indicators()[1]).containsExactly(1, 0, 1);
    assertThat(actual.statistics().get("block2.depthwise.bn").variance()).containsOnly(0);
    assertThat(actual.logits().data()).containsExactly(expected.logits().data(), within(1e-11));
  }

  private static Layer fixed(Layer layer, int kernel, int expansion) {
    MbConv block = layer.block();
    return new Layer(
        layer.index(),
        new MbConv(
            kernel,
            block.stride(),
            expansion,
            block.inChannels(),
            block.outChannels(),
            block.residual()),
        false,
        false);
  }

  /** The part of a searched layer's parameter that an operation uses; others as they are. */
  private static double[] sliced(String name, double[] values, int kernel, int expansion) {
    if (!name.startsWith("block1.") && !name.startsWith("block2.")) {
      return values;
    }
    int out = 6;
    if (name.endsWith(".project.conv")) {
      int inner = values.length / out;
      int kept = inner * expansion / 6;
      return IntStream.range(0, out * kept)
          .mapToDouble(i -> values[i / kept * inner + i % kept])
          .toArray();
    }
    if (name.contains(".project.")) {
      return values;
    }
    double[] half = Arrays.copyOf(values, values.length * expansion / 6);
    if (!name.endsWith(".depthwise.conv") || kernel == 5) {
      return half;
    }
    return IntStream.range(0, half.length)
        .filter(i -> i % 25 / 5 % 4 != 0 && i % 5 % 4 != 0)
        .mapToDouble(i -> half[i])
        .toArray();
  }
}
