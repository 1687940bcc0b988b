package io.spnas.reference;

import io.spnas.space.Layer;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The supernet and the gradients of its loss: stem, blocks, head, global average pool, dropout,
 * classifier. Images are [N, 3, S, S].
 *
 * <p>Parameters are known by name, in this order, convolutions as [out, in, height, width]:
 *
 * <pre>
 *   stem.conv, stem.bn.gamma, stem.bn.beta
 *   block&lt;layer index>.expand.conv, .expand.bn.gamma, .expand.bn.beta    (expansion ratio > 1)
 *   block&lt;layer index>.depthwise.conv [C, 1, k, k], .depthwise.bn.gamma, .depthwise.bn.beta
 *   block&lt;layer index>.project.conv, .project.bn.gamma, .project.bn.beta
 *   head.conv, head.bn.gamma, head.bn.beta
 *   classifier.weight [classes, features], classifier.bias
 * </pre>
 *
 * With only fixed layers it is any network of MBConv blocks.
 */
public final class ReferenceSupernet {
  private static final int IMAGE_CHANNELS = 3;

  private final Settings settings;
  private final List<ReferenceBlock> blocks;
  private final List<ReferenceBlock> searchable;
  private final ConvUnit stem;
  private final ConvUnit head;
  private final GlobalAveragePool pool = new GlobalAveragePool();
  private final Dense classifier;
  private final Map<String, double[]> parameters = new LinkedHashMap<>();
  private final double[][] thresholds;

  /**
   * What surrounds the blocks, and how they decide.
   *
   * @param stemChannels output channels of the stem, a 3x3 convolution
   * @param stemStride stride of the stem
   * @param headChannels output channels of the head, a 1x1 convolution
   * @param classes outputs of the classifier
   * @param activation after stem, expansion, depthwise convolution and head
   * @param bnEpsilon epsilon of batch normalisation
   * @param labelSmoothing share of the label's probability spread over all classes
   * @param norm what decisions compare with their thresholds
   * @param indicator the decisions' forward pass
   */
  public record Settings(
      int stemChannels,
      int stemStride,
      int headChannels,
      int classes,
      NetworkShape.Activation activation,
      double bnEpsilon,
      double labelSmoothing,
      ReferenceNorm norm,
      ReferenceIndicator indicator) {}

  /**
   * A step's loss and gradients. Gradients are those of cross-entropy plus runtime loss.
   *
   * @param logits [N, classes, 1, 1]
   * @param crossEntropy mean over the batch, in nats
   * @param runtimeMs R in ms
   * @param runtimeLoss lambda * 1000 * ln(R)
   * @param indicators d5, d50, d100 of each searchable layer, after decision dropout
   * @param arguments norms less thresholds of each searchable layer, in the same order
   * @param gradients of every parameter, by its name, in the parameters' order
   * @param thresholdGradients of t5, t50, t100 of each searchable layer
   * @param statistics batch statistics by the normalisation's name, such as "stem.bn"
   */
  public record Result(
      Tensor4 logits,
      double crossEntropy,
      double runtimeMs,
      double runtimeLoss,
      double[][] indicators,
      double[][] arguments,
      Map<String, double[]> gradients,
      double[][] thresholdGradients,
      Map<String, BatchNorm.Statistics> statistics) {

    /** Cross-entropy plus runtime loss. */
    public double loss() {
      return crossEntropy + runtimeLoss;
    }
  }

  /**
   * A network at the method's initial values: convolutions N(0, sqrt(2 / fan out)), gamma 1, beta
   * 0, classifier U(-1/sqrt(classes), 1/sqrt(classes)), bias 0, thresholds 0.
   */
  public ReferenceSupernet(List<Layer> layers, Settings settings, long seed) {
    this.settings = settings;
    Random random = new Random(seed);
    stem =
        unit(
            "stem",
            Conv2d.full(IMAGE_CHANNELS, settings.stemChannels, 3, settings.stemStride),
            settings.stemChannels,
            random);
    blocks = new ArrayList<>();
    for (Layer layer : layers) {
      blocks.add(new ReferenceBlock(layer, settings, parameters, random));
    }
    searchable = blocks.stream().filter(ReferenceBlock::searchable).toList();
    int features =
        layers.isEmpty()
            ? settings.stemChannels
            : layers.get(layers.size() - 1).block().outChannels();
    head =
        unit(
            "head",
            Conv2d.full(features, settings.headChannels, 1, 1),
            settings.headChannels,
            random);
    classifier = new Dense(settings.headChannels, settings.classes);
    double bound = 1 / Math.sqrt(settings.classes);
    parameters.put(
        "classifier.weight",
        random.doubles((long) settings.classes * settings.headChannels, -bound, bound).toArray());
    parameters.put("classifier.bias", new double[settings.classes]);
    thresholds = new double[searchable.size()][3];
  }

  private ConvUnit unit(String name, Conv2d conv, int channels, Random random) {
    Activation activation = Activation.of(settings.activation);
    return new ConvUnit(name, conv, channels, settings.bnEpsilon, activation, parameters, random);
  }

  /** The parameters themselves: write into them, or put arrays of the same length. */
  public Map<String, double[]> parameters() {
    return parameters;
  }

  /** The thresholds themselves: t5, t50, t100 of each searchable layer. */
  public double[][] thresholds() {
    return thresholds;
  }

  /**
   * One step's forward and backward pass.
   *
   * @param images [N, 3, S, S]
   * @param labels N classes, from 0
   * @param dropoutMask [N, headChannels] factors of the features, or null for none
   * @param decisionDropout m5, m50, m100 of each searchable layer, or null for none
   * @param lambda weight of the runtime term
   * @param runtime R of the indicators
   */
  public Result run(
      Tensor4 images,
      int[] labels,
      double[] dropoutMask,
      double[][] decisionDropout,
      double lambda,
      RuntimeModel runtime) {
    List<ReferenceSuperkernel.Forward> decided = decide(decisionDropout);
    Tensor4 features = features(images, decided, ConvUnit::train);
    Tensor4 kept = dropoutMask == null ? features : features.times(dropoutMask);
    Tensor4 logits = classify(kept);

    SoftmaxCrossEntropy.Loss crossEntropy =
        SoftmaxCrossEntropy.of(logits, labels, settings.labelSmoothing);
    double[][] indicators =
        decided.stream().map(ReferenceSuperkernel.Forward::decisions).toArray(double[][]::new);
    double[][] runtimeGradient = new double[searchable.size()][3];
    double runtimeMs = runtime.runtimeMs(indicators, runtimeGradient);
    double[][] decisionGradient =
        Arrays.stream(runtimeGradient)
            .map(row -> Arrays.stream(row).map(g -> lambda * 1000 * g / runtimeMs).toArray())
            .toArray(double[][]::new);

    Map<String, double[]> gradients = new LinkedHashMap<>();
    parameters.keySet().forEach(name -> gradients.put(name, null));
    Dense.Gradients fromClassifier = classifier.backward(crossEntropy.gradient());
    gradients.put("classifier.weight", fromClassifier.weight());
    gradients.put("classifier.bias", fromClassifier.bias());
    Tensor4 toFeatures =
        dropoutMask == null ? fromClassifier.input() : fromClassifier.input().times(dropoutMask);
    backward(toFeatures, decisionGradient, gradients);

    return new Result(
        logits,
        crossEntropy.loss(),
        runtimeMs,
        lambda * 1000 * Math.log(runtimeMs),
        indicators,
        decided.stream().map(ReferenceSuperkernel.Forward::arguments).toArray(double[][]::new),
        gradients,
        searchable.stream().map(ReferenceBlock::thresholdGradient).toArray(double[][]::new),
        statistics());
  }

  /**
   * The logits [N, classes, 1, 1] in evaluation: given statistics, no dropout of any kind.
   *
   * @param images [N, 3, S, S]
   * @param means by the normalisation's name, such as "stem.bn"
   * @param variances in the same way
   */
  public Tensor4 evaluate(
      Tensor4 images, Map<String, double[]> means, Map<String, double[]> variances) {
    ConvUnit.Pass pass =
        (unit, x, kernel) ->
            unit.evaluate(x, kernel, means.get(unit.bnName()), variances.get(unit.bnName()));
    return classify(features(images, decide(null), pass));
  }

  private List<ReferenceSuperkernel.Forward> decide(double[][] decisionDropout) {
    List<ReferenceSuperkernel.Forward> decided = new ArrayList<>();
    for (int l = 0; l < searchable.size(); l++) {
      double[] dropout = decisionDropout == null ? new double[] {1, 1, 1} : decisionDropout[l];
      decided.add(searchable.get(l).decide(thresholds[l], dropout));
    }
    return decided;
  }

  private Tensor4 features(
      Tensor4 images, List<ReferenceSuperkernel.Forward> decided, ConvUnit.Pass pass) {
    Tensor4 x = stem.forward(images, pass);
    for (ReferenceBlock block : blocks) {
      x =
          block.searchable()
              ? block.forward(x, decided.get(searchable.indexOf(block)).kernel(), pass)
              : block.forward(x, pass);
    }
    return pool.forward(head.forward(x, pass));
  }

  private Tensor4 classify(Tensor4 features) {
    return classifier.forward(
        features, parameters.get("classifier.weight"), parameters.get("classifier.bias"));
  }

  private void backward(
      Tensor4 toFeatures, double[][] decisionGradient, Map<String, double[]> gradients) {
    Tensor4 gradient = head.backward(pool.backward(toFeatures), gradients);
    for (int i = blocks.size() - 1; i >= 0; i--) {
      ReferenceBlock block = blocks.get(i);
      double[] toDecisions =
          block.searchable() ? decisionGradient[searchable.indexOf(block)] : null;
      gradient = block.backward(gradient, toDecisions, gradients);
    }
    stem.backward(gradient, gradients);
  }

  /**
   * How close the last run came to where an activation's derivative jumps. Single precision can't
   * tell the sides of a closer value apart, and one value on the other side changes all gradients.
   */
  public double kinkDistance() {
    return units().stream().mapToDouble(ConvUnit::kinkDistance).min().orElseThrow();
  }

  private Map<String, BatchNorm.Statistics> statistics() {
    Map<String, BatchNorm.Statistics> statistics = new LinkedHashMap<>();
    units().forEach(unit -> statistics.put(unit.bnName(), unit.statistics()));
    return statistics;
  }

  private List<ConvUnit> units() {
    List<ConvUnit> units = new ArrayList<>();
    units.add(stem);
    blocks.forEach(block -> units.addAll(block.units()));
    units.add(head);
    return units;
  }
}
