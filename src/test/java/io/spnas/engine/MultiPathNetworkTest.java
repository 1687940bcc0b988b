package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.engine.MultiPathCase.Step;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.reference.BatchNorm.Statistics;
import io.spnas.reference.ReferenceMultiPath;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Multi-path networks against the double-precision twin, and against themselves. */
class MultiPathNetworkTest {
  private static final double TOLERANCE = 1e-4;
  private static final int STEPS = 5;

  private static MultiPathShape shape(String kind, int size) {
    return kind.equals("even") ? MultiPathCase.shape(size) : MultiPathCase.unevenShape(size);
  }

  private static List<PathUse[][]> steps(MultiPathShape shape, PathMemory memory) {
    return IntStream.range(0, STEPS)
        .mapToObj(step -> MultiPathCase.uses(shape, memory, step))
        .toList();
  }

  /** A case in which no value is too close to where an activation's derivative jumps. */
  private static MultiPathCase caseOf(MultiPathShape shape, int batch, List<PathUse[][]> steps) {
    for (int seed = 1; seed < 100; seed++) {
      MultiPathCase test = new MultiPathCase(shape, batch, seed);
      double distance = Double.MAX_VALUE;
      for (PathUse[][] uses : steps) {
        test.expected(uses);
        distance = Math.min(distance, test.kinkDistance(uses));
      }
      if (distance > 3e-6) {
        return test;
      }
    }
    throw new AssertionError("no seed whose values keep away from the kink");
  }

  @ParameterizedTest(name = "{0}, {1} px, memory {2}, batch {3}, {4} threads")
  @CsvSource({
    "even, 12, ALL, 4, 1",
    "even, 9, ALL, 3, 2",
    "uneven, 10, ALL, 2, 1",
    "uneven, 7, ALL, 3, 4",
    "even, 12, ONE, 4, 1",
    "even, 9, ONE, 3, 2",
    "uneven, 10, ONE, 2, 2"
  })
  void agreesWithTheTwin(String kind, int size, PathMemory memory, int batch, int threads) {
    MultiPathShape shape = shape(kind, size);
    List<PathUse[][]> steps = steps(shape, memory);
    MultiPathCase test = caseOf(shape, batch, steps);
    Buffers buffers = test.buffers();
    try (Network network = test.compile(memory, threads, buffers)) {
      for (PathUse[][] uses : steps) {
        network.use(uses);
        assertAgreement(test, test.run(network, buffers), test.expected(uses));
      }
    }
  }

  private static void assertAgreement(
      MultiPathCase test, Step step, ReferenceMultiPath.Result expected) {
    assertThat(TwinParameters.error(step.logits(), 0, expected.logits().data()))
        .as("logits")
        .isLessThan(TOLERANCE);
    TwinParameters.errors(test.layout, step.gradients(), expected.gradients())
        .forEach((name, error) -> assertThat(error).as(name).isLessThan(TOLERANCE));
    for (Statistic statistic : test.layout.statistics()) {
      Statistics exact = expected.statistics().get(statistic.name());
      double[] means = new double[statistic.channels()];
      double[] variances = new double[statistic.channels()];
      Arrays.fill(variances, 1);
      int at = statistic.offset();
      assertThat(TwinParameters.error(step.statistics(), at, exact == null ? means : exact.mean()))
          .as("mean of %s", statistic.name())
          .isLessThan(TOLERANCE);
      assertThat(
              TwinParameters.error(
                  step.statistics(),
                  at + statistic.channels(),
                  exact == null ? variances : exact.unbiasedVariance()))
          .as("variance of %s", statistic.name())
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest(name = "{0}, {1} px, {2} threads")
  @CsvSource({"even, 12, 1", "uneven, 9, 2"})
  void memoryOfOnePathGivesTheBitsOfAll(String kind, int size, int threads) {
    MultiPathShape shape = shape(kind, size);
    MultiPathCase test = new MultiPathCase(shape, 4, 1);
    Buffers ofAll = test.buffers();
    Buffers ofOne = test.buffers();
    try (Network all = test.compile(PathMemory.ALL, threads, ofAll);
        Network one = test.compile(PathMemory.ONE, threads, ofOne)) {
      for (PathUse[][] uses : steps(shape, PathMemory.ONE)) {
        all.use(uses);
        one.use(uses);
        assertEqual(test.run(one, ofOne), test.run(all, ofAll));
      }
    }
  }

  private static void assertEqual(Step found, Step expected) {
    assertThat(found.logits()).containsExactly(expected.logits());
    assertThat(found.gradients()).containsExactly(expected.gradients());
    assertThat(found.statistics()).containsExactly(expected.statistics());
  }

  @ParameterizedTest
  @EnumSource(PathMemory.class)
  void onePathOfEachLayerIsTheNetworkOfThesePaths(PathMemory memory) {
    // A layer that is left out would turn the direction of those behind it, and so their rounding.
    MultiPathShape shape = MultiPathCase.shape(13);
    MultiPathCase test = new MultiPathCase(shape, 5, 2);
    Buffers buffers = test.buffers();
    try (Network network = test.compile(memory, 2, buffers)) {
      for (int seed = 0; seed < 3; seed++) {
        Random random = new Random(seed);
        List<Integer> choice =
            shape.layers().stream().map(paths -> random.nextInt(paths.size())).toList();
        network.use(only(shape, choice));
        Step step = test.run(network, buffers);
        assertIsTheNetwork(test, step, choice);
      }
    }
  }

  private static PathUse[][] only(MultiPathShape shape, List<Integer> choice) {
    PathUse[][] uses = new PathUse[shape.depth()][];
    for (int i = 0; i < uses.length; i++) {
      uses[i] = new PathUse[shape.layers().get(i).size()];
      Arrays.fill(uses[i], PathUse.OFF);
      if (choice.get(i) >= 0) {
        uses[i][choice.get(i)] = PathUse.ACTIVE;
      }
    }
    return uses;
  }

  private static void assertIsTheNetwork(MultiPathCase test, Step step, List<Integer> choice) {
    NetworkShape single = test.shape.network(choice);
    ParameterLayout layout = ParameterLayout.of(single);
    float[] weights = new float[layout.parameters()];
    for (Slot slot : layout.slots()) {
      Slot from = test.layout.slot(nameInChoice(test.shape, slot.name(), choice));
      System.arraycopy(test.weights, from.offset(), weights, slot.offset(), slot.length());
    }
    float[] statistics = new float[layout.statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network =
        Network.compile(single, test.labels.length, 2, MultiPathCase.EPSILON, buffers)) {
      Step expected = test.run(network, buffers);
      assertThat(step.logits()).containsExactly(expected.logits());
      for (Slot slot : layout.slots()) {
        int from = test.layout.slot(nameInChoice(test.shape, slot.name(), choice)).offset();
        assertThat(Arrays.copyOfRange(step.gradients(), from, from + slot.length()))
            .as(slot.name())
            .containsExactly(
                Arrays.copyOfRange(
                    expected.gradients(), slot.offset(), slot.offset() + slot.length()));
      }
    }
  }

  private static String nameInChoice(MultiPathShape shape, String name, List<Integer> choice) {
    if (!name.startsWith("block")) {
      return name;
    }
    String block = name.substring(0, name.indexOf('.'));
    int layer = Integer.parseInt(block.substring("block".length()));
    String path = shape.mixed(layer) ? ".path" + choice.get(layer) : "";
    return block + path + name.substring(block.length());
  }

  @ParameterizedTest
  @EnumSource(PathMemory.class)
  void anObservedPathIsOneThatAddsNothing(PathMemory memory) {
    MultiPathShape shape = MultiPathCase.shape(12);
    MultiPathCase test = new MultiPathCase(shape, 4, 3);
    PathUse[][] uses = only(shape, List.of(0, 2, -1, 0, 3, 1));
    for (int[] observed : new int[][] {{1, 0}, {2, 1}, {4, 2}, {5, 3}}) {
      uses[observed[0]][observed[1]] = PathUse.OBSERVED;
    }
    Buffers buffers = test.buffers();
    Step step;
    try (Network network = test.compile(memory, 2, buffers)) {
      network.use(uses);
      step = test.run(network, buffers);
    }
    for (int[] observed : new int[][] {{1, 0}, {2, 1}, {4, 2}, {5, 3}}) {
      uses[observed[0]][observed[1]] = PathUse.ACTIVE;
      Slot gate = test.layout.lastBatchNorm(observed[0], observed[1]);
      Arrays.fill(test.weights, gate.offset(), gate.offset() + gate.length(), 0f);
    }
    try (Network network = test.compile(PathMemory.ALL, 2, buffers)) {
      network.use(uses);
      assertEqual(step, test.run(network, buffers));
    }
  }

  @ParameterizedTest
  @EnumSource(PathMemory.class)
  void threadsAgree(PathMemory memory) {
    MultiPathShape shape = MultiPathCase.shape(12);
    List<PathUse[][]> steps = steps(shape, memory);
    MultiPathCase test = caseOf(shape, 5, steps);
    Buffers ofOne = test.buffers();
    Buffers ofThree = test.buffers();
    try (Network one = test.compile(memory, 1, ofOne);
        Network three = test.compile(memory, 3, ofThree)) {
      for (PathUse[][] uses : steps) {
        one.use(uses);
        three.use(uses);
        Step expected = test.run(one, ofOne);
        Step found = test.run(three, ofThree);
        assertThat(error(found.logits(), expected.logits())).isLessThan(1e-5);
        assertThat(error(found.gradients(), expected.gradients())).isLessThan(1e-5);
        assertThat(error(found.statistics(), expected.statistics())).isLessThan(1e-6);
      }
    }
  }

  private static double error(float[] found, float[] expected) {
    return TwinParameters.error(
        found, 0, IntStream.range(0, expected.length).mapToDouble(i -> expected[i]).toArray());
  }

  @ParameterizedTest(name = "layer {0}: {1}")
  @CsvSource({
    "1, OFF OFF OFF OFF, 'No active path in layer 1, expected one: without a residual it can''t be"
        + " skipped'",
    "1, OBSERVED OFF OFF OFF, 'No active path in layer 1, expected one: without a residual it"
        + " can''t be skipped'",
    "2, ACTIVE ACTIVE OFF OFF, '2 active and 0 observed paths in layer 2, expected one each at"
        + " most'",
    "2, ACTIVE OFF OBSERVED OBSERVED, '1 active and 2 observed paths in layer 2, expected one each"
        + " at most'",
    "2, ACTIVE, '1 uses of paths in layer 2, expected 4'",
    "3, OFF, 'Layer 3 has a single path, expected it to be active'"
  })
  void usesThatDoNotFitAreRefused(int layer, String uses, String message) {
    MultiPathCase test = new MultiPathCase(MultiPathCase.shape(8), 1, 1);
    try (Network network = test.compile(PathMemory.ONE, 1, test.buffers())) {
      PathUse[][] all = only(test.shape, List.of(0, 0, 0, 0, 0, 0));
      all[layer] = Arrays.stream(uses.split(" ")).map(PathUse::valueOf).toArray(PathUse[]::new);
      assertThatThrownBy(() -> network.use(all))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> network.use(Arrays.copyOf(all, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Uses of paths in 2 layers, expected 6");
    }
  }
}
