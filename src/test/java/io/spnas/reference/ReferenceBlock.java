package io.spnas.reference;

import io.spnas.space.Layer;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One layer of the supernet: an MBConv block whose depthwise kernel is a superkernel's K_eff where
 * the layer is searchable. A skipped layer computes its branch with a kernel of zeros.
 */
final class ReferenceBlock {
  private final Layer layer;
  private final List<ConvUnit> units;
  private final ConvUnit depthwise;
  private final ReferenceSuperkernel superkernel;
  private final Map<String, double[]> parameters;
  private double[] thresholdGradient;

  ReferenceBlock(
      Layer layer,
      ReferenceSupernet.Settings settings,
      Map<String, double[]> parameters,
      Random random) {
    this.layer = layer;
    this.parameters = parameters;
    units =
        new ReferencePath(
                "block" + layer.index(),
                layer.block(),
                settings.activation(),
                settings.bnEpsilon(),
                parameters,
                random)
            .units();
    depthwise = units.get(units.size() - 2);
    superkernel = layer.searchable() ? superkernel(settings) : null;
  }

  private ReferenceSuperkernel superkernel(ReferenceSupernet.Settings settings) {
    int channels = layer.block().innerChannels();
    return layer.skippable()
        ? ReferenceSuperkernel.skippable(channels, settings.norm(), settings.indicator())
        : ReferenceSuperkernel.unskippable(channels, settings.norm(), settings.indicator());
  }

  boolean searchable() {
    return layer.searchable();
  }

  List<ConvUnit> units() {
    return units;
  }

  /** K_eff and decisions of a searchable layer. */
  ReferenceSuperkernel.Forward decide(double[] thresholds, double[] decisionDropout) {
    return superkernel.forward(parameters.get(depthwise.convName()), thresholds, decisionDropout);
  }

  /** The block of a fixed layer. */
  Tensor4 forward(Tensor4 x, ConvUnit.Pass pass) {
    return forward(x, parameters.get(depthwise.convName()), pass);
  }

  /** The block with a given depthwise kernel. */
  Tensor4 forward(Tensor4 x, double[] depthwiseKernel, ConvUnit.Pass pass) {
    Tensor4 y = x;
    for (ConvUnit unit : units) {
      y = unit == depthwise ? pass.through(unit, y, depthwiseKernel) : unit.forward(y, pass);
    }
    return layer.block().residual() ? y.plus(x) : y;
  }

  /**
   * Puts the gradients of all parameters under their names, and keeps that of the thresholds.
   *
   * @param decisionGradient of a searchable layer: the runtime term's gradient of d5, d50, d100
   * @return the gradient of the input
   */
  Tensor4 backward(
      Tensor4 outputGradient, double[] decisionGradient, Map<String, double[]> gradients) {
    Tensor4 gradient = outputGradient;
    for (int i = units.size() - 1; i >= 0; i--) {
      gradient = units.get(i).backward(gradient, gradients);
    }
    if (layer.searchable()) {
      ReferenceSuperkernel.Gradients fromKernel =
          superkernel.backward(gradients.get(depthwise.convName()), decisionGradient);
      gradients.put(depthwise.convName(), fromKernel.weight());
      thresholdGradient = fromKernel.thresholds();
    }
    return layer.block().residual() ? gradient.plus(outputGradient) : gradient;
  }

  /** The gradients of t5, t50, t100 at the last {@link #backward}. */
  double[] thresholdGradient() {
    return thresholdGradient;
  }
}
