package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.normals;

import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A supernet with every kind of layer, small enough for finite differences, and a batch for it. */
final class SmallSupernet {
  private SmallSupernet() {}

  static final int BATCH = 3;
  static final int HEAD = 12;
  static final int CLASSES = 5;
  static final int[] LABELS = {4, 0, 2};
  static final double LAMBDA = 0.002;

  /** Fixed, first of a group, later of a group, fixed: every kind of layer. */
  static final List<Layer> LAYERS =
      List.of(
          new Layer(0, new MbConv(3, 1, 1, 4, 4, false), false, false),
          new Layer(1, new MbConv(5, 2, 6, 4, 6, false), true, false),
          new Layer(2, new MbConv(5, 1, 6, 6, 6, true), true, true),
          new Layer(3, new MbConv(3, 1, 6, 6, 8, false), false, false));

  static final RuntimeModel RUNTIME =
      ReferenceRuntime.exact(20, new double[][] {{4, 9, 6, 12}, {2, 4, 2.5, 5}});

  static final Tensor4 IMAGES =
      new Tensor4(normals(new Random(17), BATCH * 3 * 49), BATCH, 3, 7, 7);
  static final double[] DROPOUT_MASK =
      new Random(18).doubles(BATCH * HEAD).map(u -> u < 0.8 ? 1 / 0.8 : 0).toArray();

  static ReferenceSupernet network(List<Layer> layers) {
    return network(
        layers, NetworkShape.Activation.RELU, 1, ReferenceNorm.RMS, ReferenceIndicator.STEP);
  }

  /** A network whose gammas, betas and biases are far from their initial values. */
  static ReferenceSupernet network(
      List<Layer> layers,
      NetworkShape.Activation activation,
      int stemStride,
      ReferenceNorm norm,
      ReferenceIndicator indicator) {
    ReferenceSupernet net =
        new ReferenceSupernet(
            layers,
            new ReferenceSupernet.Settings(
                4, stemStride, HEAD, CLASSES, activation, 1e-3, 0.1, norm, indicator),
            19);
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

  /** Thresholds so far off that every decision is certain, and flat. */
  static void settle(ReferenceSupernet net, boolean wide, boolean present, boolean all) {
    for (double[] layer : net.thresholds()) {
      layer[0] = wide ? -1e3 : 1e3;
      layer[1] = present ? -1e3 : 1e3;
      layer[2] = all ? -1e3 : 1e3;
    }
  }
}
