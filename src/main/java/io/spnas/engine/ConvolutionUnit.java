package io.spnas.engine;

/**
 * A convolution with its batch norm, as a network's parts are counted: its parameters are {@code
 * <name>.conv} and {@code <name>.bn} of the {@link ParameterLayout}. Height and width are equal.
 *
 * @param name such as {@code block3.depthwise}
 * @param kind full or depthwise
 * @param inChannels channels of its input
 * @param outChannels channels of its output
 * @param kernel kernel size, odd
 * @param stride stride down and across
 * @param inSize height and width of its input
 * @param output what follows the batch norm
 */
public record ConvolutionUnit(
    String name,
    Kind kind,
    int inChannels,
    int outChannels,
    int kernel,
    int stride,
    int inSize,
    Output output) {

  /** Which input channels an output channel sees. */
  public enum Kind {
    /** All of them. */
    FULL,
    /** Its own. */
    DEPTHWISE
  }

  /** What follows the batch norm. */
  public enum Output {
    /** The network's activation. */
    ACTIVATED,
    /** Nothing. */
    LINEAR
  }

  /** Name of its kernel in the {@link ParameterLayout}. */
  public String convolution() {
    return name + ".conv";
  }

  /** Name of its batch norm in the {@link ParameterLayout}. */
  public String batchNorm() {
    return name + ".bn";
  }

  /** Groups that its channels fall into. */
  public int groups() {
    return kind == Kind.DEPTHWISE ? inChannels : 1;
  }

  /** Height and width of its output. */
  public int outSize() {
    return (inSize + stride - 1) / stride;
  }

  /** Zeros before the first row and column. */
  public int paddingBefore() {
    return kernel / 2;
  }

  /** Zeros behind the last row and column. */
  public int paddingBehind() {
    return Math.max(0, (outSize() - 1) * stride + kernel - inSize - paddingBefore());
  }
}
