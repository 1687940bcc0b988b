package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.LatencyMultiplier;
import io.spnas.nas.StepControls;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** E[R] and its term of the loss, on the paper's space and table. */
class ExpectedLatencyTest {
  private static final double LAMBDA = 0.02;
  private static final SearchSpace SPACE = space();
  private static final LatencyTable TABLE = LatencyTable.load("pixel1");
  private static final ArchitectureWeights WEIGHTS = new ArchitectureWeights(SPACE, 10);
  private static final ExpectedLatency LATENCY = new ExpectedLatency(TABLE, WEIGHTS.operations());

  private static SearchSpace space() {
    Settings settings = Settings.load(Optional.empty(), List.of());
    return SearchSpace.of(settings.input(), settings.model());
  }

  private static double[] randomLogits() {
    return new Random(6).doubles(WEIGHTS.count(), -2, 2).toArray();
  }

  private static double[][] rows(double[] flat) {
    float[] values = new float[WEIGHTS.first() + WEIGHTS.count()];
    double[][] rows = WEIGHTS.read(values);
    int at = 0;
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = flat[at++];
      }
    }
    return rows;
  }

  @Test
  void isTheMeanOfRandomNetworks() {
    double[][] probabilities =
        Arrays.stream(rows(randomLogits()))
            .map(logits -> Differences.shares(logits, 1))
            .toArray(double[][]::new);
    SplittableRandom random = new SplittableRandom(2);
    int draws = 20_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      List<Operation> operations = new ArrayList<>();
      for (int l = 0; l < probabilities.length; l++) {
        double left = random.nextDouble();
        int k = 0;
        while (k + 1 < probabilities[l].length && left >= probabilities[l][k]) {
          left -= probabilities[l][k++];
        }
        operations.add(WEIGHTS.operations().get(l).get(k));
      }
      double total = LatencyPrediction.of(TABLE, Architecture.of(SPACE, operations)).total();
      sum += total;
      squares += total * total;
    }
    double mean = sum / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    assertThat(LATENCY.milliseconds(probabilities)).isEqualTo(mean, within(4 * error));
  }

  @Test
  void gradientOfTheTermIsThatOfItsDefinition() {
    double[] logits = randomLogits();
    double[][] probabilities =
        Arrays.stream(rows(logits)).map(Softmax::of).toArray(double[][]::new);
    LatencyTerm.Value value =
        new LatencyTerm(LATENCY, Optional.empty())
            .evaluate(probabilities, new StepControls(5, LAMBDA, false), Turn.ARCHITECTURE);
    assertThat(value.lambda()).isEqualTo(LAMBDA);
    assertThat(value.loss()).isEqualTo(definition(logits), within(1e-9));
    double[] expected = Differences.gradient(ExpectedLatencyTest::definition, logits);
    int at = 0;
    for (int l = 0; l < probabilities.length; l++) {
      for (double found : Softmax.gradient(probabilities[l], value.gradient()[l])) {
        assertThat(found).isEqualTo(expected[at++], within(1e-6));
      }
    }
  }

  private static double definition(double[] logits) {
    double sum = TABLE.base();
    double[][] rows = rows(logits);
    for (int l = 0; l < rows.length; l++) {
      double[] shares = Differences.shares(rows[l], 1);
      for (int k = 0; k < shares.length; k++) {
        sum += shares[k] * TABLE.milliseconds(l, WEIGHTS.operations().get(l).get(k));
      }
    }
    return LAMBDA * 1000 * Math.log(sum);
  }

  @Test
  void onlyArchitectureWeightsMoveTheMultiplier() {
    double[][] probabilities =
        Arrays.stream(rows(randomLogits())).map(Softmax::of).toArray(double[][]::new);
    float[] state = new float[LatencyMultiplier.REMEMBERED];
    LatencyTerm term =
        new LatencyTerm(LATENCY, Optional.of(new LatencyMultiplier(50, 11, 100, state)));
    assertThat(term.evaluate(probabilities, controls(3), Turn.WARMUP).lambda()).isZero();
    assertThat(term.evaluate(probabilities, controls(10), Turn.WEIGHTS).lambda()).isZero();
    assertThat(state).containsOnly(0);
    term.evaluate(probabilities, controls(11), Turn.ARCHITECTURE);
    float[] once = state.clone();
    assertThat(once[1]).as("ln R at the first step").isPositive();
    double held = term.evaluate(probabilities, controls(40), Turn.WEIGHTS).lambda();
    assertThat(state).isEqualTo(once);
    assertThat(held).isPositive();
    term.evaluate(probabilities, controls(41), Turn.ARCHITECTURE);
    assertThat(state[0]).isGreaterThan(once[0]);
  }

  private static StepControls controls(long step) {
    return new StepControls(step, 0.3, step < 10);
  }
}
