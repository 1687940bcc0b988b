package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.reference.ReferenceMultiPath.Role;
import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceMultiPathTest {
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};
  private static final int[] LABELS = {2, 0, 1};
  private static final Tensor4 IMAGES =
      new Tensor4(normals(new Random(17), 3 * 3 * 49), 3, 3, 7, 7);

  private static ReferenceMultiPath network(NetworkShape.Activation activation) {
    List<MbConv> frame =
        List.of(
            new MbConv(3, 1, 1, 4, 4, false),
            new MbConv(5, 2, 6, 4, 6, false),
            new MbConv(5, 1, 6, 6, 6, true));
    List<List<MbConv>> layers =
        List.of(
            List.of(frame.get(0)),
            List.of(new MbConv(3, 2, 3, 4, 6, false), new MbConv(5, 2, 6, 4, 6, false)),
            List.of(new MbConv(3, 1, 3, 6, 6, true), new MbConv(5, 1, 3, 6, 6, true)));
    NetworkShape shape = new NetworkShape(7, 4, 1, frame, 10, 4, activation);
    ReferenceMultiPath net =
        new ReferenceMultiPath(new MultiPathShape(shape, layers), 1e-3, 0.1, 5);
    Random random = new Random(20);
    net.parameters()
        .forEach(
            (name, values) -> {
              if (name.contains(".bn.") || name.endsWith("bias")) {
                Arrays.setAll(values, i -> values[i] + 0.3 * random.nextGaussian());
              }
            });
    return net;
  }

  private static Role[][] roles(Role a, Role b, Role c, Role d) {
    return new Role[][] {{Role.ADDED}, {a, b}, {c, d}};
  }

  @ParameterizedTest
  @CsvSource({
    "RELU, ADDED, ADDED, ADDED, ADDED",
    "RELU6, ADDED, ADDED, ADDED, ADDED",
    "RELU, ADDED, ABSENT, ABSENT, ADDED",
    "RELU, ABSENT, ADDED, ABSENT, ABSENT"
  })
  void gradientsAreExact(NetworkShape.Activation activation, Role a, Role b, Role c, Role d) {
    ReferenceMultiPath net = network(activation);
    Role[][] roles = roles(a, b, c, d);
    ReferenceMultiPath.Result result = net.run(IMAGES, LABELS, roles);
    Random random = new Random(21);
    net.parameters()
        .forEach(
            (name, values) ->
                assertGradient(
                    name,
                    result.gradients().get(name),
                    values,
                    random.ints(2, 0, values.length).toArray(),
                    STEPS,
                    () -> net.run(IMAGES, LABELS, roles).crossEntropy()));
  }

  /** What is computed aside gets the gradients of a path whose scale and shift are 0. */
  @Test
  void aPathAsideIsAnAddedOneThatAddsNothing() {
    ReferenceMultiPath net = network(NetworkShape.Activation.RELU);
    ReferenceMultiPath.Result aside =
        net.run(IMAGES, LABELS, roles(Role.ADDED, Role.ASIDE, Role.ADDED, Role.ASIDE));
    for (String name : List.of("block1.path1.project.bn", "block2.path1.project.bn")) {
      for (String values : List.of(".gamma", ".beta")) {
        Arrays.fill(net.parameters().get(name + values), 0);
      }
    }
    Role[][] added = roles(Role.ADDED, Role.ADDED, Role.ADDED, Role.ADDED);
    for (String name : List.of("block1.path1.project.bn", "block2.path1.project.bn")) {
      for (String values : List.of(".gamma", ".beta")) {
        double[] parameter = net.parameters().get(name + values);
        assertGradient(
            name + values,
            aside.gradients().get(name + values),
            parameter,
            new int[] {0, 3, 5},
            STEPS,
            () -> net.run(IMAGES, LABELS, added).crossEntropy());
      }
    }
    assertThat(net.run(IMAGES, LABELS, added).logits().data()).isEqualTo(aside.logits().data());
  }
}
