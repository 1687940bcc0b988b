package io.spnas.report.export;

import io.spnas.data.Flip;
import io.spnas.data.InputSpec;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.engine.TwinParameters;
import io.spnas.reference.ReferenceIndicator;
import io.spnas.reference.ReferenceNorm;
import io.spnas.reference.ReferenceSupernet;
import io.spnas.reference.Tensor4;
import io.spnas.space.Layer;
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;
import io.spnas.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network with random weights and statistics, and what it computes in double precision.
 *
 * @param model the network
 * @param twin the same, in double precision
 */
record TwinModel(TrainedModel model, ReferenceSupernet twin) {
  static final float[] MEAN = {123.675f, 116.28f, 103.53f};
  static final float[] STD = {58.395f, 57.12f, 57.375f};
  static final double EPSILON = 1e-3;
  private static final double SPREAD = 0.3;

  /** A published network for small images and few classes. */
  static NetworkShape named(String name, int size, int classes) {
    NetworkShape shape = NamedNetworks.named(name);
    return new NetworkShape(
        size,
        shape.stemChannels(),
        shape.stemStride(),
        shape.blocks(),
        shape.headChannels(),
        classes,
        shape.activation());
  }

  static TwinModel of(NetworkShape shape, long seed) {
    ReferenceSupernet twin = twin(shape, seed);
    Random random = new Random(seed);
    // Scale and shift away from 1 and 0, so that a mix-up shows.
    twin.parameters()
        .forEach(
            (name, values) -> {
              if (!name.endsWith(".conv") && !name.endsWith(".weight")) {
                Arrays.setAll(values, i -> values[i] + SPREAD * random.nextGaussian());
              }
            });
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = TwinParameters.flat(layout, twin.parameters());
    float[] statistics = statistics(layout, random);
    TrainedModel model =
        new TrainedModel(
            shape, weights, statistics, EPSILON, input(shape.inputSize()), labels(shape.classes()));
    return new TwinModel(model, twin);
  }

  /** About those that the layers' outputs have, so that values stay near 1 through the network. */
  private static float[] statistics(ParameterLayout layout, Random random) {
    float[] statistics = new float[layout.statisticValues()];
    for (Statistic statistic : layout.statistics()) {
      List<Integer> kernel = layout.slot(statistic.name().replaceAll("bn$", "conv")).shape();
      boolean depthwise = statistic.name().endsWith(".depthwise.bn");
      double variance = depthwise ? 1 : (double) kernel.get(1) / kernel.get(0);
      for (int c = 0; c < statistic.channels(); c++) {
        int mean = statistic.offset() + c;
        statistics[mean] = (float) (SPREAD * Math.sqrt(variance) * random.nextGaussian());
        statistics[mean + statistic.channels()] = (float) (variance * (1 + random.nextDouble()));
      }
    }
    return statistics;
  }

  private static ReferenceSupernet twin(NetworkShape shape, long seed) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < shape.blocks().size(); i++) {
      layers.add(new Layer(i, shape.blocks().get(i), false, false));
    }
    return new ReferenceSupernet(
        layers,
        new ReferenceSupernet.Settings(
            shape.stemChannels(),
            shape.stemStride(),
            shape.headChannels(),
            shape.classes(),
            shape.activation(),
            EPSILON,
            0,
            ReferenceNorm.RMS,
            ReferenceIndicator.STEP),
        seed);
  }

  static InputSpec input(int size) {
    return new InputSpec(size, MEAN, STD, 1, 0.875, Flip.NONE, 1, 1, 1, 1);
  }

  static List<String> labels(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class \"" + c + "\" é").toList();
  }

  /** Random pixel values, [N, 3, S, S]. */
  static float[] pixels(NetworkShape shape, int images, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[images * 3 * shape.inputSize() * shape.inputSize()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    return pixels;
  }

  private static Tensor4 normalised(float[] pixels, int size) {
    double[] values = new double[pixels.length];
    for (int i = 0; i < values.length; i++) {
      int channel = i / (size * size) % 3;
      values[i] = ((double) pixels[i] - MEAN[channel]) / STD[channel];
    }
    return new Tensor4(values, pixels.length / (3 * size * size), 3, size, size);
  }

  /** What the network's first layer sees of pixel values. */
  static float[] normalisedFloats(float[] pixels, int size) {
    double[] values = normalised(pixels, size).data();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Logits of images, [N][classes]. */
  double[][] logits(float[] pixels) {
    Map<String, double[]> means = new HashMap<>();
    Map<String, double[]> variances = new HashMap<>();
    for (Statistic statistic : ParameterLayout.of(model.shape()).statistics()) {
      int middle = statistic.offset() + statistic.channels();
      means.put(statistic.name(), doubles(model.statistics(), statistic.offset(), middle));
      variances.put(
          statistic.name(), doubles(model.statistics(), middle, middle + statistic.channels()));
    }
    double[] flat =
        twin.evaluate(normalised(pixels, model.shape().inputSize()), means, variances).data();
    int classes = model.shape().classes();
    double[][] logits = new double[flat.length / classes][];
    Arrays.setAll(logits, n -> Arrays.copyOfRange(flat, n * classes, (n + 1) * classes));
    return logits;
  }

  private static double[] doubles(float[] values, int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> values[i]).toArray();
  }

  /** Softmax of logits. */
  static double[] probabilities(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] powers = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }
}
