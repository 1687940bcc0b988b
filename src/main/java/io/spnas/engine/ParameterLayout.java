package io.spnas.engine;

import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter of a network lies in its flat array of weights, and each batch-norm
 * statistic in its flat array of statistics. Gradients have the same places as their weights.
 */
public final class ParameterLayout {

  /** What a parameter is to its layer. */
  public enum Kind {
    /** Full convolution, [out, in, k, k]. */
    CONVOLUTION,
    /** Depthwise convolution, [channels, 1, k, k]. */
    DEPTHWISE,
    /** Batch norm's scale, then its shift: [2, channels]. */
    BATCH_NORM,
    /** Classifier's weights, [classes, features]. */
    CLASSIFIER_WEIGHT,
    /** Classifier's bias, [classes]. */
    CLASSIFIER_BIAS
  }

  /**
   * One parameter tensor.
   *
   * @param name such as {@code block3.depthwise.conv}
   * @param kind what it is
   * @param offset first index in the flat array
   * @param shape dimensions, outermost first
   */
  public record Slot(String name, Kind kind, int offset, List<Integer> shape) {

    /** Number of values. */
    public int length() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * Statistics of one batch norm: {@code channels} means, then as many unbiased variances.
   *
   * @param name such as {@code stem.bn}
   * @param offset first index in the flat array of statistics
   * @param channels number of channels
   */
  public record Statistic(String name, int offset, int channels) {}

  private static final String LAST_BATCH_NORM = ".project.bn";

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final List<Statistic> statistics = new ArrayList<>();
  private final List<List<ParameterRange>> paths = new ArrayList<>();
  private int parameters;
  private int statisticValues;

  private ParameterLayout() {}

  /** The layout of a network's parameters, in the order of its layers. */
  public static ParameterLayout of(NetworkShape shape) {
    return of(MultiPathShape.of(shape));
  }

  /**
   * The layout of a multi-path network's parameters, in the order of its layers and their paths:
   * {@code block3.path0.expand.conv} and so on, where a layer has several, {@code
   * block3.expand.conv} where it has one. Those of a path follow each other.
   */
  public static ParameterLayout of(MultiPathShape network) {
    ParameterLayout layout = new ParameterLayout();
    NetworkShape shape = network.frame();
    layout.convolution("stem", 3, shape.stemChannels(), 3);
    int channels = shape.stemChannels();
    for (int i = 0; i < network.depth(); i++) {
      List<ParameterRange> ranges = new ArrayList<>();
      for (int p = 0; p < network.layers().get(i).size(); p++) {
        int from = layout.parameters;
        layout.block(blockName(network, i, p), network.layers().get(i).get(p));
        ranges.add(new ParameterRange(from, layout.parameters));
      }
      layout.paths.add(ranges);
      channels = shape.blocks().get(i).outChannels();
    }
    layout.convolution("head", channels, shape.headChannels(), 1);
    layout.add("classifier.weight", Kind.CLASSIFIER_WEIGHT, shape.classes(), shape.headChannels());
    layout.add("classifier.bias", Kind.CLASSIFIER_BIAS, shape.classes());
    return layout;
  }

  /** Name of a path's block: {@code block3.path1}, {@code block3} where its layer has only one. */
  static String blockName(MultiPathShape network, int layer, int path) {
    return "block" + layer + (network.mixed(layer) ? ".path" + path : "");
  }

  private void block(String name, MbConv block) {
    if (block.expansion() > 1) {
      convolution(name + ".expand", block.inChannels(), block.innerChannels(), 1);
    }
    add(
        name + ".depthwise.conv",
        Kind.DEPTHWISE,
        block.innerChannels(),
        1,
        block.kernel(),
        block.kernel());
    batchNorm(name + ".depthwise.bn", block.innerChannels());
    convolution(name + ".project", block.innerChannels(), block.outChannels(), 1);
  }

  private void convolution(String name, int in, int out, int kernel) {
    add(name + ".conv", Kind.CONVOLUTION, out, in, kernel, kernel);
    batchNorm(name + ".bn", out);
  }

  private void batchNorm(String name, int channels) {
    add(name, Kind.BATCH_NORM, 2, channels);
    statistics.add(new Statistic(name, statisticValues, channels));
    statisticValues += 2 * channels;
  }

  private void add(String name, Kind kind, Integer... shape) {
    Slot slot = new Slot(name, kind, parameters, List.of(shape));
    slots.put(name, slot);
    parameters = Math.addExact(parameters, slot.length());
  }

  /**
   * The parameters of a layer's path.
   *
   * @param layer index of the layer, from 0
   * @param path index of the path, from 0
   */
  public ParameterRange path(int layer, int path) {
    return paths.get(layer).get(path);
  }

  /** Number of parameters in all. */
  public int parameters() {
    return parameters;
  }

  /** Number of batch-norm statistics in all. */
  public int statisticValues() {
    return statisticValues;
  }

  /** All parameters, in the order of their offsets. */
  public List<Slot> slots() {
    return List.copyOf(slots.values());
  }

  /** All batch norms, in the order of their offsets. */
  public List<Statistic> statistics() {
    return Collections.unmodifiableList(statistics);
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("Unknown parameter: " + name);
    }
    return slot;
  }

  /**
   * The last batch norm of a path, whose scale and shift multiply what the path adds to its layer's
   * output.
   *
   * @param layer index of the layer
   * @param path index of the path in its layer
   * @throws IllegalArgumentException if there is none
   */
  public Slot lastBatchNorm(int layer, int path) {
    Slot only = slots.get("block" + layer + LAST_BATCH_NORM);
    return only != null && path == 0
        ? only
        : slot("block" + layer + ".path" + path + LAST_BATCH_NORM);
  }

  /** The statistics of the batch norm of a name. */
  Statistic statistic(String name) {
    return statistics.stream()
        .filter(statistic -> statistic.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown batch norm: " + name));
  }
}
