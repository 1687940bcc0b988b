package io.spnas.reference;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Convolution, batch normalisation, activation. Its parameters are called {@code <name>.conv},
 * {@code <name>.bn.gamma} and {@code <name>.bn.beta}.
 */
final class ConvUnit {
  private final String name;
  private final Conv2d conv;
  private final BatchNorm bn;
  private final Activation activation;
  private final Map<String, double[]> parameters;
  private Tensor4 normalised;

  /** Adds its parameters, at initial values, to the network's. */
  ConvUnit(
      String name,
      Conv2d conv,
      int channels,
      double epsilon,
      Activation activation,
      Map<String, double[]> parameters,
      Random random) {
    this.name = name;
    this.conv = conv;
    this.bn = new BatchNorm(epsilon);
    this.activation = activation;
    this.parameters = parameters;
    double deviation = Math.sqrt(2.0 / conv.fanOut());
    double[] kernel = new double[conv.weights()];
    Arrays.setAll(kernel, i -> deviation * random.nextGaussian());
    parameters.put(convName(), kernel);
    double[] gamma = new double[channels];
    Arrays.fill(gamma, 1);
    parameters.put(bnName() + ".gamma", gamma);
    parameters.put(bnName() + ".beta", new double[channels]);
  }

  String convName() {
    return name + ".conv";
  }

  String bnName() {
    return name + ".bn";
  }

  /** One forward pass through a unit with a kernel: in training or in evaluation. */
  interface Pass {
    Tensor4 through(ConvUnit unit, Tensor4 x, double[] kernel);
  }

  /** A pass with the unit's own kernel. */
  Tensor4 forward(Tensor4 x, Pass pass) {
    return pass.through(this, x, parameters.get(convName()));
  }

  /** Normalises with the batch's statistics; keeps what {@link #backward} needs. */
  Tensor4 train(Tensor4 x, double[] kernel) {
    normalised = bn.forward(conv.forward(x, kernel), gamma(), beta());
    return activation.forward(normalised);
  }

  /** Normalises with given statistics. */
  Tensor4 evaluate(Tensor4 x, double[] kernel, double[] mean, double[] variance) {
    return activation.forward(
        bn.evaluate(conv.forward(x, kernel), gamma(), beta(), mean, variance));
  }

  /** How close the last {@link #train} came to where the activation's derivative jumps. */
  double kinkDistance() {
    return activation.kinkDistance(normalised);
  }

  /** The statistics of the last {@link #train}. */
  BatchNorm.Statistics statistics() {
    return bn.statistics();
  }

  /**
   * Puts the gradients of the parameters, at the last {@link #train}, under their names; {@code
   * <name>.conv} gets that of the kernel given to it.
   *
   * @return the gradient of the input
   */
  Tensor4 backward(Tensor4 outputGradient, Map<String, double[]> gradients) {
    BatchNorm.Gradients fromBn = bn.backward(activation.backward(normalised, outputGradient));
    gradients.put(bnName() + ".gamma", fromBn.gamma());
    gradients.put(bnName() + ".beta", fromBn.beta());
    Conv2d.Gradients fromConv = conv.backward(fromBn.input());
    gradients.put(convName(), fromConv.weight());
    return fromConv.input();
  }

  private double[] gamma() {
    return parameters.get(bnName() + ".gamma");
  }

  private double[] beta() {
    return parameters.get(bnName() + ".beta");
  }
}
