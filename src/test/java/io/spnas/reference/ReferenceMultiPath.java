package io.spnas.reference;

import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A multi-path network and the gradients of its loss: a layer's output is the sum of its paths'
 * outputs, and its input where it is residual. Parameters are known by name as in {@link
 * ReferenceSupernet}; those of a layer with several paths begin with {@code block3.path0} and so
 * on.
 */
public final class ReferenceMultiPath {
  private final MultiPathShape shape;
  private final double smoothing;
  private final Map<String, double[]> parameters = new LinkedHashMap<>();
  private final ConvUnit stem;
  private final List<List<ReferencePath>> layers = new ArrayList<>();
  private final ConvUnit head;
  private final GlobalAveragePool pool = new GlobalAveragePool();
  private final Dense classifier;

  /** What becomes of a path. */
  public enum Role {
    /** It is left out. */
    ABSENT,
    /** It is computed, but not added. */
    ASIDE,
    /** It is added. */
    ADDED
  }

  /**
   * A step's outcome.
   *
   * @param logits [N, classes, 1, 1]
   * @param crossEntropy mean over the batch, in nats
   * @param gradients of every parameter by its name; 0 for what has none
   * @param statistics by the normalisation's name, of what was computed
   */
  public record Result(
      Tensor4 logits,
      double crossEntropy,
      Map<String, double[]> gradients,
      Map<String, BatchNorm.Statistics> statistics) {}

  /** A network with random convolutions, scales of 1 and shifts of 0. */
  public ReferenceMultiPath(MultiPathShape shape, double epsilon, double smoothing, long seed) {
    this.shape = shape;
    this.smoothing = smoothing;
    NetworkShape frame = shape.frame();
    Random random = new Random(seed);
    Conv2d images = Conv2d.full(3, frame.stemChannels(), 3, frame.stemStride());
    stem = unit("stem", images, frame.stemChannels(), epsilon, random);
    int channels = frame.stemChannels();
    for (int i = 0; i < shape.layers().size(); i++) {
      List<MbConv> blocks = shape.layers().get(i);
      List<ReferencePath> paths = new ArrayList<>();
      for (int p = 0; p < blocks.size(); p++) {
        String name = "block" + i + (blocks.size() > 1 ? ".path" + p : "");
        paths.add(
            new ReferencePath(
                name, blocks.get(p), frame.activation(), epsilon, parameters, random));
        channels = blocks.get(p).outChannels();
      }
      layers.add(paths);
    }
    Conv2d top = Conv2d.full(channels, frame.headChannels(), 1, 1);
    head = unit("head", top, frame.headChannels(), epsilon, random);
    classifier = new Dense(frame.headChannels(), frame.classes());
    double bound = 1 / Math.sqrt(frame.classes());
    long weights = (long) frame.classes() * frame.headChannels();
    parameters.put("classifier.weight", random.doubles(weights, -bound, bound).toArray());
    parameters.put("classifier.bias", new double[frame.classes()]);
  }

  private ConvUnit unit(String name, Conv2d conv, int channels, double epsilon, Random random) {
    Activation activation = Activation.of(shape.frame().activation());
    return new ConvUnit(name, conv, channels, epsilon, activation, parameters, random);
  }

  /** The parameters themselves: write into them. */
  public Map<String, double[]> parameters() {
    return parameters;
  }

  /**
   * One step's forward and backward pass.
   *
   * @param images [N, 3, S, S]
   * @param labels N classes, from 0
   * @param roles of each layer's paths
   */
  public Result run(Tensor4 images, int[] labels, Role[][] roles) {
    Map<String, BatchNorm.Statistics> statistics = new LinkedHashMap<>();
    Tensor4 x = stem.forward(images, ConvUnit::train);
    statistics.put(stem.bnName(), stem.statistics());
    for (int i = 0; i < layers.size(); i++) {
      x = forward(i, x, roles[i], statistics);
    }
    Tensor4 features = pool.forward(head.forward(x, ConvUnit::train));
    statistics.put(head.bnName(), head.statistics());
    Tensor4 logits =
        classifier.forward(
            features, parameters.get("classifier.weight"), parameters.get("classifier.bias"));
    SoftmaxCrossEntropy.Loss loss = SoftmaxCrossEntropy.of(logits, labels, smoothing);

    Map<String, double[]> gradients = new LinkedHashMap<>();
    parameters.forEach((name, values) -> gradients.put(name, new double[values.length]));
    Dense.Gradients fromClassifier = classifier.backward(loss.gradient());
    gradients.put("classifier.weight", fromClassifier.weight());
    gradients.put("classifier.bias", fromClassifier.bias());
    Tensor4 gradient = head.backward(pool.backward(fromClassifier.input()), gradients);
    for (int i = layers.size() - 1; i >= 0; i--) {
      gradient = backward(i, gradient, roles[i], gradients);
    }
    stem.backward(gradient, gradients);
    return new Result(logits, loss.loss(), gradients, statistics);
  }

  private boolean residual(int layer) {
    return shape.frame().blocks().get(layer).residual();
  }

  private Tensor4 forward(
      int layer, Tensor4 x, Role[] roles, Map<String, BatchNorm.Statistics> statistics) {
    Tensor4 sum = residual(layer) ? x : null;
    for (int p = 0; p < roles.length; p++) {
      if (roles[p] != Role.ABSENT) {
        ReferencePath path = layers.get(layer).get(p);
        Tensor4 y = path.train(x);
        path.units().forEach(unit -> statistics.put(unit.bnName(), unit.statistics()));
        if (roles[p] == Role.ADDED) {
          sum = sum == null ? y : sum.plus(y);
        }
      }
    }
    return sum;
  }

  private Tensor4 backward(
      int layer, Tensor4 outputGradient, Role[] roles, Map<String, double[]> gradients) {
    Tensor4 sum = residual(layer) ? outputGradient : null;
    for (int p = 0; p < roles.length; p++) {
      ReferencePath path = layers.get(layer).get(p);
      if (roles[p] == Role.ASIDE) {
        path.backwardToLastBatchNorm(outputGradient, gradients);
      } else if (roles[p] == Role.ADDED) {
        Tensor4 part = path.backward(outputGradient, gradients);
        sum = sum == null ? part : sum.plus(part);
      }
    }
    return sum;
  }

  /**
   * How close the last run came to where an activation's derivative jumps, in what it computed; see
   * {@link ReferenceSupernet#kinkDistance}.
   */
  public double kinkDistance(Role[][] roles) {
    double distance = Math.min(stem.kinkDistance(), head.kinkDistance());
    for (int i = 0; i < roles.length; i++) {
      for (int p = 0; p < roles[i].length; p++) {
        if (roles[i][p] != Role.ABSENT) {
          for (ConvUnit unit : layers.get(i).get(p).units()) {
            distance = Math.min(distance, unit.kinkDistance());
          }
        }
      }
    }
    return distance;
  }
}
