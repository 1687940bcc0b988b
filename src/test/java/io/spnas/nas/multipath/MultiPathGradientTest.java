package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.PathUse;
import io.spnas.engine.TwinParameters;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.SupernetWorker;
import io.spnas.space.Operation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All gradients of the supernet against its double-precision twin, and differences of its loss. */
class MultiPathGradientTest {
  private static final double TOLERANCE = 1e-3;
  private static final double LAMBDA = 0.0005;
  private static final double DECAY = 0.02;
  private static final long SEED = 5;

  /** Of differences, too short to reach a kink. */
  private static final double STEP = 1e-7;

  /** A step of the architecture weights, and one of the weights. */
  private static final StepControls ARCHITECTURE = new StepControls(41, LAMBDA, false);

  private static final StepControls WEIGHTS = new StepControls(42, LAMBDA, false);

  private static final Operation[] ORDER = {
    Operation.K3_E3, Operation.K3_E6, Operation.K5_E3, Operation.K5_E6, Operation.SKIP
  };

  @TempDir private Path directory;
  private SearchProblem problem;
  private MultiPathSupernet supernet;
  private double[][] logits;
  private LayerMix[] mixes;
  private double[][] factors;
  private MultiPathTwin twin;
  private Batch batch;

  /**
   * Prepares a step of supernet and twin, on images for which no value is too close to where an
   * activation's derivative jumps.
   */
  private void prepare(Method method, StepControls controls) {
    problem = SmallProblem.of(directory, "multi-path.weight-decay = " + DECAY);
    supernet = new MultiPathSupernet(problem, method, new SupernetWorker(0, SmallProblem.BATCH, 1));
    SmallProblem.spread(supernet);
    logits =
        new ArchitectureWeights(problem.space(), supernet.layout().parameters())
            .read(supernet.parameters());
    Turn turn = controls == ARCHITECTURE ? Turn.ARCHITECTURE : Turn.WEIGHTS;
    mixes = method.mixing(problem.settings()).mix(logits, turn, controls.step());
    factors = Arrays.stream(mixes).map(LayerMix::factors).toArray(double[][]::new);
    for (int l = 0; l < factors.length; l++) {
      for (int k = 0; k < 4; k++) {
        // What is observed counts nothing yet.
        factors[l][k] = mixes[l].use(k) == PathUse.ACTIVE ? factors[l][k] : 0;
      }
    }
    PathUse[][] uses = new PathUses(problem.space()).of(mixes);
    for (int seed = 1; seed < 300; seed++) {
      batch = SmallProblem.batch(seed);
      twin = new MultiPathTwin(problem, supernet.parameters(), batch, uses);
      twin.run(factors);
      if (twin.kinkDistance() > 2e-6) {
        return;
      }
    }
    throw new AssertionError("no seed whose values keep away from the kink");
  }

  @AfterEach
  void close() {
    supernet.close();
  }

  @Test
  void architectureWeightsOfDarts() {
    prepare(Method.DARTS, ARCHITECTURE);
    assertArchitectureGradient(
        rows ->
            Arrays.stream(rows)
                .map(layer -> Differences.shares(layer, 1))
                .toArray(double[][]::new));
  }

  @Test
  void architectureWeightsOfFbnet() {
    prepare(Method.FBNET, ARCHITECTURE);
    double temperature = 5 * Math.pow(0.1 / 5, (41 - 10) / (99.0 - 10));
    assertArchitectureGradient(
        rows -> {
          SplittableRandom random = new GumbelNoise(SEED).random(41);
          double[][] noisy = new double[rows.length][];
          for (int l = 0; l < rows.length; l++) {
            noisy[l] = GumbelNoise.added(new double[rows[l].length], random);
            for (int k = 0; k < rows[l].length; k++) {
              noisy[l][k] += rows[l][k];
            }
            noisy[l] = Differences.shares(noisy[l], temperature);
          }
          return noisy;
        });
  }

  /** Compares with differences of cross-entropy, latency term and decay. */
  private void assertArchitectureGradient(Function<double[][], double[][]> mix) {
    double[] expected =
        Differences.gradient(
            flat -> {
              double[][] rows = rows(flat);
              double squares = Arrays.stream(flat).map(a -> a * a).sum();
              return twin.crossEntropy(mix.apply(rows))
                  + LAMBDA * 1000 * Math.log(expectedLatency(rows))
                  + 0.5 * DECAY * squares;
            },
            flat(logits),
            STEP);
    StepOutcome outcome = supernet.step(batch, ARCHITECTURE);
    assertThat(outcome.runtimeMilliseconds()).isEqualTo(expectedLatency(logits), within(1e-9));
    assertThat(outcome.runtimeLoss())
        .isEqualTo(LAMBDA * 1000 * Math.log(expectedLatency(logits)), within(1e-9));
    assertThat(supernet.exchange().crossEntropy())
        .isEqualTo(twin.crossEntropy(mix.apply(logits)), within(1e-5));
    assertThat(error(expected)).isLessThan(TOLERANCE);
  }

  private double error(double[] expected) {
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElse(0)).isGreaterThan(0.01);
    return TwinParameters.error(
        supernet.exchange().values(), supernet.layout().parameters(), expected);
  }

  private double expectedLatency(double[][] rows) {
    LatencyTable table = problem.tables().latency();
    double sum = table.base();
    for (int l = 0; l < rows.length; l++) {
      double[] shares = Differences.shares(rows[l], 1);
      for (int k = 0; k < shares.length; k++) {
        sum += shares[k] * table.milliseconds(l, ORDER[k]);
      }
    }
    return sum;
  }

  /**
   * Gates: differences of the loss with both paths of a pair added up, times 1 and 0, and with the
   * latency in expectation over the two.
   */
  @Test
  void architectureWeightsOfProxyless() {
    prepare(Method.PROXYLESS, ARCHITECTURE);
    double[][] expected = new double[mixes.length][];
    for (int l = 0; l < expected.length; l++) {
      int layer = l;
      double[] slopes =
          Differences.gradient(
              at -> {
                double[][] moved = factors.clone();
                moved[layer] = at;
                return twin.crossEntropy(moved);
              },
              factors[l],
              STEP);
      expected[l] = Differences.gradient(at -> pairLoss(layer, at, slopes), logits[l]);
    }
    supernet.step(batch, ARCHITECTURE);
    assertThat(supernet.exchange().crossEntropy())
        .isEqualTo(twin.crossEntropy(factors), within(1e-5));
    assertThat(error(flat(expected))).isLessThan(TOLERANCE);
  }

  /** Loss of a layer's pair: linear in the gates, whose means are the shares of the two. */
  private double pairLoss(int layer, double[] at, double[] slopes) {
    double sum = 0;
    double product = 0;
    double decay = 0;
    for (int k = 0; k < at.length; k++) {
      if (mixes[layer].learns(k)) {
        double milliseconds = problem.tables().latency().milliseconds(layer, ORDER[k]);
        double term = LAMBDA * 1000 * milliseconds / expectedLatency(logits);
        sum += Math.exp(at[k]);
        product += Math.exp(at[k]) * (slopes[k] + term);
        decay += 0.5 * DECAY * at[k] * at[k];
      }
    }
    return product / sum + decay;
  }

  @ParameterizedTest
  @EnumSource
  void weights(Method method) {
    prepare(method, WEIGHTS);
    ParameterLayout layout = supernet.layout();
    var expected = twin.run(factors).gradients();
    for (int l = 0; l < factors.length; l++) {
      for (int k = 0; k < 4; k++) {
        String norm = "block" + problem.space().searchable().get(l).index() + ".path" + k;
        for (String values : new String[] {".gamma", ".beta"}) {
          double factor = factors[l][k];
          double[] gradient = expected.get(norm + ".project.bn" + values);
          Arrays.setAll(gradient, i -> factor * gradient[i]);
        }
      }
    }
    supernet.step(batch, WEIGHTS);
    TwinParameters.errors(layout, supernet.exchange().values(), expected)
        .forEach((name, error) -> assertThat(error).as(name).isLessThan(TOLERANCE));
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private double[][] rows(double[] flat) {
    double[][] rows = new double[logits.length][];
    int at = 0;
    for (int l = 0; l < rows.length; l++) {
      rows[l] = Arrays.copyOfRange(flat, at, at + logits[l].length);
      at += logits[l].length;
    }
    return rows;
  }
}
