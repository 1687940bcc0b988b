package io.spnas.engine;

import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a network as BigDL's own module file, which {@code Module.loadModule} of any BigDL 0.13
 * reads: layers of {@code com.intel.analytics.bigdl.nn} in evaluation mode. Input is [N, 3, S, S]
 * with pixel values of 0 to 255, red first; output are the probabilities, [N, classes].
 *
 * <p>BigDL's convolutions pad alike on both sides. Where the stride leaves the last row or column
 * of zeros unread, that makes no difference.
 */
public final class BigDlModule {
  private static final int IMAGE_CHANNELS = 3;

  private final NetworkShape shape;
  private final ParameterLayout layout;
  private final BatchNorm batchNorm;
  private final double epsilon;
  private final float[] weights;
  private final float[] statistics;
  private final BigDlLayers layers = new BigDlLayers();

  private BigDlModule(
      NetworkShape shape,
      float[] weights,
      float[] statistics,
      double epsilon,
      BatchNorm batchNorm) {
    this.shape = shape;
    this.layout = ParameterLayout.of(shape);
    this.batchNorm = batchNorm;
    this.epsilon = epsilon;
    this.statistics = statistics;
    this.weights =
        batchNorm == BatchNorm.FOLDED
            ? Folding.fold(layout, weights, statistics, epsilon)
            : weights;
  }

  /** What is subtracted from pixel values and what they are divided by, for red, green, blue. */
  public record Pixels(float[] mean, float[] std) {}

  /**
   * The bytes of a module file.
   *
   * @param shape the network
   * @param weights its weights, in the order of {@link ParameterLayout}
   * @param statistics its batch norms' means and variances, in the same order
   * @param epsilon what batch norm adds to the variance under the root
   * @param pixels how pixel values become the network's input
   * @param batchNorm what becomes of its batch norms
   */
  public static byte[] write(
      NetworkShape shape,
      float[] weights,
      float[] statistics,
      double epsilon,
      Pixels pixels,
      BatchNorm batchNorm) {
    return new BigDlModule(shape, weights, statistics, epsilon, batchNorm).write(pixels);
  }

  private byte[] write(Pixels pixels) {
    NetworkUnits units = NetworkUnits.of(shape);
    List<BigDlLayers.Layer> all = new ArrayList<>();
    all.add(normalisation(pixels));
    all.addAll(unit(units.stem()));
    units.blocks().forEach(block -> all.addAll(block(block)));
    all.addAll(unit(units.head()));
    all.add(layers.globalAveragePool("head.pool"));
    all.add(layers.flatten("head.flatten"));
    all.add(classifier());
    all.add(layers.softMax("softmax"));
    return layers.file(layers.sequence("spnas", all));
  }

  /** A convolution of each colour with itself: pixel / std - mean / std. */
  private BigDlLayers.Layer normalisation(Pixels pixels) {
    float[] scale = new float[IMAGE_CHANNELS];
    float[] shift = new float[IMAGE_CHANNELS];
    for (int c = 0; c < IMAGE_CHANNELS; c++) {
      scale[c] = (float) (1.0 / pixels.std()[c]);
      shift[c] = (float) (-(double) pixels.mean()[c] / pixels.std()[c]);
    }
    ConvolutionUnit unit =
        new ConvolutionUnit(
            "input.normalised",
            ConvolutionUnit.Kind.DEPTHWISE,
            IMAGE_CHANNELS,
            IMAGE_CHANNELS,
            1,
            1,
            shape.inputSize(),
            ConvolutionUnit.Output.LINEAR);
    return layers.convolution(
        unit.name(),
        unit,
        layers.tensor(scale, 0, IMAGE_CHANNELS, 1, 1, 1, 1),
        List.of(layers.tensor(shift, 0, IMAGE_CHANNELS)));
  }

  private List<BigDlLayers.Layer> block(NetworkUnits.Block block) {
    List<BigDlLayers.Layer> inner = new ArrayList<>();
    block.units().forEach(unit -> inner.addAll(unit(unit)));
    if (!block.shape().residual()) {
      return inner;
    }
    String name = block.name();
    return List.of(
        layers.both(
            name + ".paths", layers.sequence(name, inner), layers.identity(name + ".input")),
        layers.sum(name + ".add"));
  }

  private List<BigDlLayers.Layer> unit(ConvolutionUnit unit) {
    List<BigDlLayers.Layer> result = new ArrayList<>();
    result.add(
        layers.convolution(
            unit.convolution(),
            unit,
            kernel(unit),
            batchNorm == BatchNorm.FOLDED ? List.of(shift(unit)) : List.of()));
    if (batchNorm == BatchNorm.KEPT) {
      result.add(batchNorm(unit));
    }
    if (unit.output() == ConvolutionUnit.Output.ACTIVATED) {
      result.add(
          shape.activation() == Activation.RELU6
              ? layers.relu6(unit.name() + ".relu6")
              : layers.relu(unit.name() + ".relu"));
    }
    return result;
  }

  private BigDlLayers.Tensor kernel(ConvolutionUnit unit) {
    int groups = unit.groups();
    return layers.tensor(
        weights,
        layout.slot(unit.convolution()).offset(),
        groups,
        unit.outChannels() / groups,
        unit.inChannels() / groups,
        unit.kernel(),
        unit.kernel());
  }

  private BigDlLayers.Tensor scale(ConvolutionUnit unit) {
    return layers.tensor(weights, layout.slot(unit.batchNorm()).offset(), unit.outChannels());
  }

  private BigDlLayers.Tensor shift(ConvolutionUnit unit) {
    int offset = layout.slot(unit.batchNorm()).offset() + unit.outChannels();
    return layers.tensor(weights, offset, unit.outChannels());
  }

  private BigDlLayers.Layer batchNorm(ConvolutionUnit unit) {
    Statistic statistic = layout.statistic(unit.batchNorm());
    int channels = unit.outChannels();
    return layers.batchNorm(
        unit.batchNorm(),
        epsilon,
        scale(unit),
        shift(unit),
        layers.tensor(statistics, statistic.offset(), channels),
        layers.tensor(statistics, statistic.offset() + channels, channels));
  }

  private BigDlLayers.Layer classifier() {
    Slot weight = layout.slot("classifier.weight");
    int bias = layout.slot("classifier.bias").offset();
    return layers.linear(
        "classifier",
        layers.tensor(weights, weight.offset(), shape.classes(), shape.headChannels()),
        layers.tensor(weights, bias, shape.classes()));
  }
}
