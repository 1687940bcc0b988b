package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.Primitives.After;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights of a network whose batch norms are folded, as its loops and MKL-DNN take them. */
final class InferenceWeights {
  private final List<Unit> units;
  private final Bounds bounds;
  private final Map<Unit, FoldedWeights> dense = new HashMap<>();
  private final Map<Unit, Depthwise> depthwise = new HashMap<>();

  /**
   * Weights of a depthwise convolution.
   *
   * @param kernels [C/B, K, K, B]
   * @param bias [C/B, B]
   */
  record Depthwise(float[] kernels, float[] bias) {}

  /**
   * Takes the weights from an array in the order of the layout.
   *
   * @param folded weights as {@link Folding} makes them; not kept
   * @param primitives of the calling thread
   * @param arena where memory comes from
   */
  InferenceWeights(NetworkShape shape, float[] folded, Primitives primitives, Arena arena) {
    ParameterLayout layout = ParameterLayout.of(shape);
    this.units = Unit.of(shape, Lanes.BLOCK);
    this.bounds =
        switch (shape.activation()) {
          case RELU -> Bounds.RELU;
          case RELU6 -> Bounds.RELU6;
        };
    for (Unit unit : units) {
      int kernel = layout.slot(unit.name() + ".conv").offset();
      int channels = unit.shape().out().channels();
      int bias = layout.slot(unit.name() + ".bn").offset() + channels;
      if (unit.role() == Unit.Role.DEPTHWISE) {
        depthwise.put(unit, depthwise(unit.shape(), folded, kernel, bias));
      } else {
        dense.put(
            unit,
            new FoldedWeights(
                unit.shape(), after(unit.role()), folded, kernel, bias, primitives, arena));
      }
    }
  }

  private After after(Unit.Role role) {
    return switch (role) {
      case PROJECT -> After.NOTHING;
      case PROJECT_AND_ADD -> After.ADDITION;
      default -> bounds == Bounds.RELU6 ? After.RELU6 : After.RELU;
    };
  }

  private static Depthwise depthwise(ConvolutionShape shape, float[] folded, int at, int biasAt) {
    Geometry in = shape.in();
    float[] bias =
        Arrays.copyOf(
            Arrays.copyOfRange(folded, biasAt, biasAt + in.channels()), in.blocks() * in.block());
    return new Depthwise(DepthwiseWeights.packed(shape, folded, at), bias);
  }

  /** The convolutions in their order. */
  List<Unit> units() {
    return units;
  }

  /** The activation. */
  Bounds bounds() {
    return bounds;
  }

  /** Weights of a full convolution. */
  FoldedWeights dense(Unit unit) {
    return dense.get(unit);
  }

  /** Weights of a depthwise convolution. */
  Depthwise depthwise(Unit unit) {
    return depthwise.get(unit);
  }
}
