package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RmsPropTest {
  private static final double DECAY = 1e-2;

  /** The same steps in double precision, one parameter at a time, from the formula. */
  private static double reference(double start, double[] gradients, double rate, double decay) {
    double w = start;
    double ms = 1;
    double v = 0;
    for (double gradient : gradients) {
      double g = gradient + decay * w;
      ms = 0.9 * ms + 0.1 * g * g;
      v = 0.9 * v + rate * g / Math.sqrt(ms + 1e-3);
      w -= v;
    }
    return w;
  }

  @Test
  void followsTensorFlowsFormulaAndSparesTheUndecayed() {
    int parameters = 1000;
    int steps = 50;
    double rate = 0.01;
    Random random = new Random(3);
    BitSet undecayed = new BitSet();
    undecayed.set(0, 10);
    undecayed.set(400, 555);
    undecayed.set(990, 1000);
    float[] w = new float[parameters];
    double[] start = new double[parameters];
    double[][] gradients = new double[parameters][steps];
    for (int i = 0; i < parameters; i++) {
      w[i] = (float) random.nextGaussian();
      start[i] = w[i];
      for (int s = 0; s < steps; s++) {
        gradients[i][s] = (float) random.nextGaussian();
      }
    }
    RmsProp optimizer =
        new RmsProp(new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), parameters, undecayed);
    for (int s = 0; s < steps; s++) {
      float[] g = new float[parameters];
      for (int i = 0; i < parameters; i++) {
        g[i] = (float) gradients[i][s];
      }
      optimizer.step(w, g, rate);
    }
    for (int i = 0; i < parameters; i++) {
      double expected = reference(start[i], gradients[i], rate, undecayed.get(i) ? 0 : DECAY);
      assertThat((double) w[i]).as("parameter %d", i).isCloseTo(expected, within(2e-5));
    }
  }

  @Test
  void decayLossLeavesTheUndecayedOut() {
    BitSet undecayed = new BitSet();
    undecayed.set(1, 3);
    RmsProp optimizer = new RmsProp(new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), 5, undecayed);
    assertThat(optimizer.decayLoss(new float[] {1, 100, 100, 2, 3}))
        .isCloseTo(DECAY * 0.5 * (1 + 4 + 9), within(1e-12));
  }
}
