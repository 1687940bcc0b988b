package io.spnas.reference;

import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The convolutions of an MBConv block without its residual. */
final class ReferencePath {
  private final List<ConvUnit> units = new ArrayList<>();

  /** Adds its parameters, at initial values, to the network's. */
  ReferencePath(
      String name,
      MbConv block,
      NetworkShape.Activation activation,
      double epsilon,
      Map<String, double[]> parameters,
      Random random) {
    int inner = block.innerChannels();
    Activation bounds = Activation.of(activation);
    if (block.expansion() > 1) {
      Conv2d expand = Conv2d.full(block.inChannels(), inner, 1, 1);
      units.add(new ConvUnit(name + ".expand", expand, inner, epsilon, bounds, parameters, random));
    }
    Conv2d depthwise = Conv2d.depthwise(inner, block.kernel(), block.stride());
    units.add(
        new ConvUnit(name + ".depthwise", depthwise, inner, epsilon, bounds, parameters, random));
    int out = block.outChannels();
    Conv2d project = Conv2d.full(inner, out, 1, 1);
    units.add(
        new ConvUnit(
            name + ".project", project, out, epsilon, Activation.NONE, parameters, random));
  }

  /** Expansion, if there is one, depthwise convolution and projection. */
  List<ConvUnit> units() {
    return Collections.unmodifiableList(units);
  }

  /** Its output in training. */
  Tensor4 train(Tensor4 x) {
    Tensor4 y = x;
    for (ConvUnit unit : units) {
      y = unit.forward(y, ConvUnit::train);
    }
    return y;
  }

  /**
   * Puts the gradients of all parameters under their names.
   *
   * @return the gradient of the input
   */
  Tensor4 backward(Tensor4 outputGradient, Map<String, double[]> gradients) {
    Tensor4 gradient = outputGradient;
    for (int i = units.size() - 1; i >= 0; i--) {
      gradient = units.get(i).backward(gradient, gradients);
    }
    return gradient;
  }

  /** Puts only the gradients of the last batch norm there. */
  void backwardToLastBatchNorm(Tensor4 outputGradient, Map<String, double[]> gradients) {
    Map<String, double[]> all = new HashMap<>();
    ConvUnit last = units.get(units.size() - 1);
    last.backward(outputGradient, all);
    for (String name : List.of(last.bnName() + ".gamma", last.bnName() + ".beta")) {
      gradients.put(name, all.get(name));
    }
  }
}
