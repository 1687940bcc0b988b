package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.ParameterRange;
import io.spnas.engine.Slices;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        new RmsProp(
            new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), parameters, undecayed, Slices.WHOLE);
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
  void decayLossSumsAllSquares() {
    float[] w = floats(new Random(4), 1003);
    double sum = 0;
    for (float value : w) {
      sum += (double) value * value;
    }
    RmsProp optimizer =
        new RmsProp(
            new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), w.length, new BitSet(), Slices.WHOLE);
    assertThat(optimizer.decayLoss(w)).isCloseTo(DECAY * 0.5 * sum, within(1e-12 * sum));
  }

  @Test
  void decayLossLeavesTheUndecayedOut() {
    BitSet undecayed = new BitSet();
    undecayed.set(1, 3);
    RmsProp optimizer =
        new RmsProp(new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), 5, undecayed, Slices.WHOLE);
    assertThat(optimizer.decayLoss(new float[] {1, 100, 100, 2, 3}))
        .isCloseTo(DECAY * 0.5 * (1 + 4 + 9), within(1e-12));
  }

  @ParameterizedTest(name = "{0} slices")
  @ValueSource(ints = {1, 2, 3, 7})
  void anyNumberOfSlicesGivesTheBitsOfOnePlainLoop(int slices) {
    int parameters = 10_007;
    BitSet undecayed = new BitSet();
    undecayed.set(3000, 3400);
    undecayed.set(9990, parameters);
    RmsProp optimizer =
        new RmsProp(
            new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY), parameters, undecayed, cut(slices));
    PlainLoop plain = new PlainLoop(parameters, undecayed);
    Random random = new Random(slices);
    float[] sliced = floats(random, parameters);
    float[] expected = sliced.clone();
    for (int s = 0; s < 5; s++) {
      float[] gradients = floats(random, parameters + 4);
      optimizer.step(sliced, gradients, 0.01);
      plain.step(expected, gradients, 0.01f);
    }
    assertThat(bits(sliced)).isEqualTo(bits(expected));
    assertThat(bits(optimizer.meanSquares())).isEqualTo(bits(plain.meanSquares));
    assertThat(bits(optimizer.velocities())).isEqualTo(bits(plain.velocities));
  }

  @Test
  void whatIsInNoRangeStaysWithAllThatIsRemembered() {
    RmsProp.Settings settings = new RmsProp.Settings(0.9, 0.9, 1e-3, DECAY);
    Random random = new Random(5);
    float[] w = floats(random, 10);
    float[] all = w.clone();
    float[] before = w.clone();
    float[] gradients = floats(random, 10);
    RmsProp some = new RmsProp(settings, 10, new BitSet(), Slices.WHOLE);
    RmsProp whole = new RmsProp(settings, 10, new BitSet(), Slices.WHOLE);
    some.step(w, List.of(new ParameterRange(0, 2), new ParameterRange(6, 9)), gradients, 0.1);
    whole.step(all, gradients, 0.1);
    for (int i = 0; i < w.length; i++) {
      boolean optimised = i < 2 || i >= 6 && i < 9;
      assertThat(w[i]).isEqualTo(optimised ? all[i] : before[i]);
      assertThat(some.meanSquares()[i]).isEqualTo(optimised ? whole.meanSquares()[i] : 1);
      assertThat(some.velocities()[i]).isEqualTo(optimised ? whole.velocities()[i] : 0);
    }
  }

  private static float[] floats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  /** Slices that a thread each runs. */
  private static Slices cut(int slices) {
    return (length, loop) ->
        IntStream.range(0, slices)
            .parallel()
            .forEach(s -> loop.run(length * s / slices, length * (s + 1) / slices));
  }

  /** The formula in single precision, a parameter at a time. */
  private static final class PlainLoop {
    private final BitSet undecayed;
    private final float[] meanSquares;
    private final float[] velocities;

    PlainLoop(int parameters, BitSet undecayed) {
      this.undecayed = undecayed;
      this.meanSquares = new float[parameters];
      this.velocities = new float[parameters];
      Arrays.fill(meanSquares, 1f);
    }

    void step(float[] w, float[] gradients, float rate) {
      for (int i = 0; i < w.length; i++) {
        float decay = undecayed.get(i) ? 0 : (float) DECAY;
        float g = gradients[i] + decay * w[i];
        meanSquares[i] = 0.9f * meanSquares[i] + (1 - 0.9f) * g * g;
        float root = (float) Math.sqrt(meanSquares[i] + 1e-3f);
        velocities[i] = 0.9f * velocities[i] + rate * g / root;
        w[i] -= velocities[i];
      }
    }
  }
}
