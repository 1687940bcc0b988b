package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
  private static final int PARAMETERS = 7;
  private static final int FIRST = 3;
  private static final int OFFSET = 2;
  private static final double RATE = 0.01;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private static Adam adam(double beta1, float[] state) {
    return new Adam(new Adam.Settings(RATE, beta1, BETA2, EPSILON), PARAMETERS, state, OFFSET);
  }

  private static float[] state() {
    return new float[OFFSET + Adam.remembered(PARAMETERS)];
  }

  private static float[] gradients(Random random) {
    float[] gradients = new float[FIRST + PARAMETERS + 1];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = (float) (random.nextGaussian() * Math.pow(10, i % 3 - 1));
    }
    return gradients;
  }

  /**
   * The update in closed form: both means as weighted sums over all gradients so far, divided by
   * the sum of their weights.
   */
  @ParameterizedTest(name = "beta1 = {0}")
  @ValueSource(doubles = {0, 0.5, 0.9})
  void updatesByTheMeansOfAllGradientsSoFar(double beta1) {
    float[] values = new float[FIRST + PARAMETERS + 1];
    double[] expected = new double[PARAMETERS];
    float[][] history = new float[60][];
    Adam adam = adam(beta1, state());
    Random random = new Random(1);
    for (int t = 0; t < history.length; t++) {
      history[t] = gradients(random);
      adam.step(values, history[t], FIRST);
      for (int i = 0; i < PARAMETERS; i++) {
        double mean = 0;
        double weights = 0;
        double square = 0;
        double squareWeights = 0;
        for (int s = 0; s <= t; s++) {
          double g = history[s][FIRST + i];
          double w1 = Math.pow(beta1, t - s);
          double w2 = Math.pow(BETA2, t - s);
          mean += w1 * g;
          weights += w1;
          square += w2 * g * g;
          squareWeights += w2;
        }
        expected[i] -= RATE * (mean / weights) / (Math.sqrt(square / squareWeights) + EPSILON);
      }
    }
    for (int i = 0; i < PARAMETERS; i++) {
      assertThat((double) values[FIRST + i]).isEqualTo(expected[i], within(2e-6));
    }
    assertThat(values[FIRST - 1]).isZero();
    assertThat(values[FIRST + PARAMETERS]).isZero();
  }

  @Test
  void whatItRemembersIsAllInItsState() {
    float[] whole = new float[FIRST + PARAMETERS + 1];
    float[] resumed = whole.clone();
    float[] state = state();
    Adam unbroken = adam(0.5, state());
    Adam first = adam(0.5, state);
    Random random = new Random(2);
    for (int t = 0; t < 20; t++) {
      float[] gradients = gradients(random);
      unbroken.step(whole, gradients, FIRST);
      (t < 9 ? first : adam(0.5, state)).step(resumed, gradients, FIRST);
    }
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  void withoutAMeanNoGradientIsNoStep() {
    float[] values = new float[FIRST + PARAMETERS + 1];
    Adam adam = adam(0, state());
    float[] gradients = new float[values.length];
    gradients[FIRST] = 1;
    adam.step(values, gradients, FIRST);
    float moved = values[FIRST];
    assertThat(moved).isNegative();
    gradients[FIRST] = 0;
    adam.step(values, gradients, FIRST);
    assertThat(values[FIRST]).isEqualTo(moved);
  }
}
