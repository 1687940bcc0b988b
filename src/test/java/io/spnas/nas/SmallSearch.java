package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.TwinParameters;
import io.spnas.latency.RuntimeModel;
import io.spnas.latency.SearchObjective;
import io.spnas.reference.ReferenceIndicator;
import io.spnas.reference.ReferenceNorm;
import io.spnas.reference.ReferenceRuntime;
import io.spnas.reference.ReferenceSupernet;
import io.spnas.reference.Tensor4;
import io.spnas.space.NetworkShape;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A small search space in engine and twin: two groups of two searchable layers, the first group
 * with stride 2, between fixed blocks; thresholds are set so that given operations are chosen.
 */
final class SmallSearch {
  static final int BATCH = 4;
  static final long SEED = 11;
  static final double DECISION_KEEP = 0.6;
  private static final double SMOOTHING = 0.1;
  private static final double EPSILON = 1e-3;
  private static final int CLASSES = 5;
  private static final int SIZE = 16;

  /** Distance of a decision's argument from 0. */
  private static final double MARGIN = 0.15;

  private static final double[][] TABLE = {
    {3, 6, 5, 9}, {2, 4.5, 3, 7}, {1, 2.2, 1.5, 3}, {1.2, 2, 1.6, 3.3}
  };

  private final SearchSpace space;
  private final Norm norm;
  private final ReferenceSupernet twin;
  private final float[] weights;
  private final float[] images;
  private final double[] exactImages;
  private final int[] labels;

  private SmallSearch(
      SearchSpace space, Norm norm, ReferenceSupernet twin, float[] weights, Random random) {
    this.space = space;
    this.norm = norm;
    this.twin = twin;
    this.weights = weights;
    this.images = new float[BATCH * 3 * SIZE * SIZE];
    this.exactImages = new double[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
      exactImages[i] = images[i];
    }
    this.labels = random.ints(BATCH, 0, CLASSES).toArray();
  }

  /**
   * A search in which the groups' first layers choose one operation, their second layers another,
   * and no activation lies too close to its kink for single precision.
   */
  static SmallSearch with(Norm norm, Operation first, Operation later) {
    for (int seed = 1; seed < 200; seed++) {
      SmallSearch search = with(norm, List.of(first, later, first, later), seed);
      search.twin(null, 0);
      double plain = search.twin.kinkDistance();
      search.twin(search.warmupFactors(), 0);
      if (Math.min(plain, search.twin.kinkDistance()) > 5e-6) {
        return search;
      }
    }
    throw new AssertionError("no seed whose values keep away from the kink");
  }

  private double[][] warmupFactors() {
    double[][] factors = new double[layers()][3];
    new DecisionDropout(SEED, DECISION_KEEP).draw(5, factors);
    return factors;
  }

  private static SmallSearch with(Norm norm, List<Operation> operations, int seed) {
    Settings settings =
        Settings.parse(
            """
            input.size = 16
            model { classes = 5, stem-channels = 8, stem-stride = 1, head-channels = 32 }
            model.blocks = [
              "r1_k3_s11_e1_i8_o8_noskip"
              "r2_k5_s22_e6_i8_o16"
              "r2_k5_s11_e6_i16_o24"
              "r1_k3_s11_e6_i24_o32_noskip"
            ]
            """);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    NetworkShape shape = space.supernet();
    ReferenceSupernet twin =
        new ReferenceSupernet(
            space.allLayers(),
            new ReferenceSupernet.Settings(
                shape.stemChannels(),
                shape.stemStride(),
                shape.headChannels(),
                shape.classes(),
                shape.activation(),
                EPSILON,
                SMOOTHING,
                ReferenceNorm.valueOf(norm.name()),
                ReferenceIndicator.STEP),
            seed);
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = TwinParameters.flat(layout, twin.parameters());
    Random random = new Random(seed);
    SmallSearch search =
        new SmallSearch(
            space, norm, twin, Arrays.copyOf(weights, layout.parameters() + 12), random);
    search.choose(operations);
    return search;
  }

  /** Sets thresholds a little below or above the norms they are compared with. */
  private void choose(List<Operation> operations) {
    for (int decision = 0; decision < 3; decision++) {
      // d5 first: the other two norms depend on it.
      double[][] arguments = twin(null, 0).arguments();
      for (int l = 0; l < operations.size(); l++) {
        double threshold = twin.thresholds()[l][decision];
        double kernelNorm = arguments[l][decision] + threshold;
        double chosen = kernelNorm + (isOn(operations.get(l), decision) ? -MARGIN : MARGIN);
        twin.thresholds()[l][decision] = (float) chosen;
      }
    }
    int at = weights.length - 12;
    for (double[] layer : twin.thresholds()) {
      for (double threshold : layer) {
        weights[at++] = (float) threshold;
      }
    }
  }

  private static boolean isOn(Operation operation, int decision) {
    return switch (decision) {
      case 0 -> operation.kernel() == 5;
      case 1 -> operation != Operation.SKIP;
      default -> operation.expansion() == 6;
    };
  }

  int layers() {
    return space.searchable().size();
  }

  /** The same weights with other images and labels. */
  SmallSearch withOtherImages() {
    for (int seed = 1000; seed < 1200; seed++) {
      SmallSearch other = new SmallSearch(space, norm, twin, weights, new Random(seed));
      other.twin(null, 0);
      if (twin.kinkDistance() > 5e-6) {
        return other;
      }
    }
    throw new AssertionError("no seed whose values keep away from the kink");
  }

  Batch batch() {
    return new Batch(images, labels, 0);
  }

  /** What the twin makes of the batch. */
  ReferenceSupernet.Result twin(double[][] decisionFactors, double lambda) {
    Tensor4 input = new Tensor4(exactImages, BATCH, 3, SIZE, SIZE);
    return twin.run(input, labels, null, decisionFactors, lambda, ReferenceRuntime.exact(2, TABLE));
  }

  /** The engine's supernet with the twin's weights and thresholds. */
  Supernet supernet(int rank) {
    return supernet(rank, 0);
  }

  Supernet supernet(int rank, double featureDropout) {
    return withTwinsWeights(build(SEED, rank, featureDropout, Steering.NONE));
  }

  /** The engine's supernet with the twin's weights and thresholds, led somewhere. */
  Supernet supernet(Steering steering) {
    return withTwinsWeights(build(SEED, 0, 0, steering));
  }

  private Supernet withTwinsWeights(Supernet supernet) {
    System.arraycopy(weights, 0, supernet.parameters(), 0, weights.length);
    return supernet;
  }

  /** The uniform supernet with the twin's weights. */
  UniformSupernet uniform(int rank) {
    RuntimeModel runtime = ReferenceRuntime.exact(2, TABLE)::runtimeMs;
    UniformSupernet supernet =
        new UniformSupernet(
            space,
            SearchObjective.ofLatency(runtime),
            BATCH,
            1,
            new StepSettings(0, SMOOTHING, EPSILON, SEED, rank));
    System.arraycopy(weights, 0, supernet.parameters(), 0, supernet.parameters().length);
    return supernet;
  }

  /** The engine's supernet with initial weights of a seed. */
  Supernet fresh(long seed) {
    return build(seed, 0, 0, Steering.NONE);
  }

  private Supernet build(long seed, int rank, double featureDropout, Steering steering) {
    RuntimeModel runtime = ReferenceRuntime.exact(2, TABLE)::runtimeMs;
    return new Supernet(
        space,
        SearchObjective.ofLatency(runtime),
        steering,
        BATCH,
        1,
        new Supernet.Settings(norm, DECISION_KEEP, featureDropout, SMOOTHING, EPSILON, seed, rank));
  }
}
