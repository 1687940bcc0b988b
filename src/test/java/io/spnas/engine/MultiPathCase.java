package io.spnas.engine;

import io.spnas.reference.ReferenceMultiPath;
import io.spnas.reference.ReferenceMultiPath.Role;
import io.spnas.reference.Tensor4;
import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small multi-path network with random weights and images, for the engine and for its twin. */
final class MultiPathCase {
  static final double EPSILON = 1e-3;
  static final int CLASSES = 7;
  private static final double SMOOTHING = 0.1;

  final MultiPathShape shape;
  final ParameterLayout layout;
  final float[] weights;
  final float[] images;
  final int[] labels;
  private final ReferenceMultiPath twin;
  private final Tensor4 exactImages;

  /** What a step gives. */
  record Step(float[] logits, float[] gradients, float[] statistics) {}

  /** Random numbers for a network and a batch. */
  MultiPathCase(MultiPathShape shape, int batch, int seed) {
    this.shape = shape;
    this.layout = ParameterLayout.of(shape);
    this.twin = new ReferenceMultiPath(shape, EPSILON, SMOOTHING, seed);
    Random random = new Random(seed);
    twin.parameters()
        .forEach(
            (name, values) -> {
              if (!name.endsWith(".conv") && !name.endsWith(".weight")) {
                Arrays.setAll(values, i -> values[i] + 0.3 * random.nextGaussian());
              }
            });
    this.weights = TwinParameters.flat(layout, twin.parameters());
    int size = shape.frame().inputSize();
    this.images = new float[batch * 3 * size * size];
    double[] exact = new double[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
      exact[i] = images[i];
    }
    this.exactImages = new Tensor4(exact, batch, 3, size, size);
    this.labels = random.ints(batch, 0, CLASSES).toArray();
  }

  private static List<MbConv> paths(MbConv largest) {
    return Arrays.stream(Operation.values())
        .filter(operation -> operation != Operation.SKIP)
        .map(operation -> operation.applied(largest))
        .toList();
  }

  /**
   * Layers of all kinds: fixed before a choice, choices with a stride, with a residual, and with
   * neither, and a fixed one without expansion that reads a choice and adds to it.
   */
  static MultiPathShape shape(int size) {
    List<MbConv> frame =
        List.of(
            new MbConv(3, 1, 1, 8, 8, false),
            new MbConv(5, 2, 6, 8, 16, false),
            new MbConv(5, 1, 6, 16, 16, true),
            new MbConv(3, 1, 1, 16, 16, true),
            new MbConv(5, 1, 6, 16, 16, true),
            new MbConv(5, 1, 6, 16, 24, false));
    return shape(size, frame, List.of(1, 2, 4, 5));
  }

  /** The first layer is a choice, and channels fill no whole blocks. */
  static MultiPathShape unevenShape(int size) {
    List<MbConv> frame =
        List.of(
            new MbConv(5, 1, 6, 12, 12, true),
            new MbConv(3, 2, 3, 12, 20, false),
            new MbConv(3, 1, 3, 20, 20, true));
    return shape(size, frame, List.of(0, 2));
  }

  private static MultiPathShape shape(int size, List<MbConv> frame, List<Integer> mixed) {
    List<List<MbConv>> layers = new ArrayList<>();
    for (int i = 0; i < frame.size(); i++) {
      layers.add(mixed.contains(i) ? paths(frame.get(i)) : List.of(frame.get(i)));
    }
    int stem = frame.get(0).inChannels();
    return new MultiPathShape(
        new NetworkShape(size, stem, 1, frame, 32, CLASSES, Activation.RELU), layers);
  }

  /** Uses that differ from seed to seed, as many in a layer as the memory is for. */
  static PathUse[][] uses(MultiPathShape shape, PathMemory memory, int seed) {
    Random random = new Random(seed);
    PathUse[][] uses = new PathUse[shape.depth()][];
    for (int i = 0; i < uses.length; i++) {
      uses[i] = new PathUse[shape.layers().get(i).size()];
      if (uses[i].length == 1) {
        uses[i][0] = PathUse.ACTIVE;
        continue;
      }
      boolean skips = shape.frame().blocks().get(i).residual() && random.nextInt(4) == 0;
      int first = random.nextInt(uses[i].length);
      int second = (first + 1 + random.nextInt(uses[i].length - 1)) % uses[i].length;
      for (int p = 0; p < uses[i].length; p++) {
        uses[i][p] =
            memory == PathMemory.ALL && !skips ? PathUse.values()[random.nextInt(3)] : PathUse.OFF;
      }
      uses[i][first] = skips ? PathUse.OFF : PathUse.ACTIVE;
      uses[i][second] = random.nextInt(4) == 0 ? PathUse.OFF : PathUse.OBSERVED;
    }
    return uses;
  }

  Buffers buffers() {
    // Nothing that was there before must be left.
    float[] gradients = new float[weights.length];
    float[] statistics = new float[layout.statisticValues()];
    Arrays.fill(gradients, Float.NaN);
    Arrays.fill(statistics, Float.NaN);
    return new Buffers(weights, gradients, statistics, 0);
  }

  Network compile(PathMemory memory, int threads, Buffers buffers) {
    return Network.compile(shape, memory, labels.length, threads, EPSILON, buffers);
  }

  /** Runs a step of a network. */
  Step run(Network network, Buffers buffers) {
    float[] logits = network.forward(images, null).clone();
    float[] logitGradient = new float[logits.length];
    new SoftmaxCrossEntropy(CLASSES, SMOOTHING).evaluate(logits, labels, logitGradient);
    network.backward(logitGradient, null);
    return new Step(logits, buffers.gradients().clone(), buffers.statistics().clone());
  }

  private static Role[][] roles(PathUse[][] uses) {
    return Arrays.stream(uses)
        .map(layer -> Arrays.stream(layer).map(use -> Role.values()[use.ordinal()]))
        .map(layer -> layer.toArray(Role[]::new))
        .toArray(Role[][]::new);
  }

  /** What the twin makes of it. */
  ReferenceMultiPath.Result expected(PathUse[][] uses) {
    return twin.run(exactImages, labels, roles(uses));
  }

  /** See {@link ReferenceMultiPath#kinkDistance}; after {@link #expected}. */
  double kinkDistance(PathUse[][] uses) {
    return twin.kinkDistance(roles(uses));
  }
}
