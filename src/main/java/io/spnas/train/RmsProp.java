package io.spnas.train;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterRange;
import io.spnas.engine.Slices;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * RMSProp as TensorFlow has it, with weight decay:
 *
 * <pre>
 *   g  = gradient + decay * w          (where w decays)
 *   ms = rho ms + (1 - rho) g^2        ms starts at 1
 *   v  = momentum v + rate g / sqrt(ms + epsilon)
 *   w  = w - v
 * </pre>
 */
public final class RmsProp {
  private final Settings settings;
  private final float[] meanSquares;
  private final float[] velocities;
  private final BitSet undecayed;
  private final Slices slices;

  /**
   * Constants of the method.
   *
   * @param decay rho, share of the mean square that a step keeps
   * @param momentum share of the velocity that a step keeps
   * @param epsilon added to the mean square under the root
   * @param weightDecay factor of 0.5 * |w|^2 in the loss
   */
  public record Settings(double decay, double momentum, double epsilon, double weightDecay) {}

  /**
   * The optimiser of a network's weights and thresholds, where weight decay leaves batch norm
   * alone.
   *
   * @param settings constants
   * @param layout layout of the weights
   * @param parameters number of weights and thresholds
   * @param slices threads that update; the results don't depend on how many there are
   */
  public static RmsProp of(
      Settings settings, ParameterLayout layout, int parameters, Slices slices) {
    BitSet undecayed = new BitSet();
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.kind() == ParameterLayout.Kind.BATCH_NORM) {
        undecayed.set(slot.offset(), slot.offset() + slot.length());
      }
    }
    return new RmsProp(settings, parameters, undecayed, slices);
  }

  /**
   * @param settings constants
   * @param parameters number of parameters
   * @param undecayed indices of the parameters that weight decay leaves alone
   * @param slices threads that update
   */
  RmsProp(Settings settings, int parameters, BitSet undecayed, Slices slices) {
    this.settings = settings;
    this.slices = slices;
    this.meanSquares = new float[parameters];
    this.velocities = new float[parameters];
    this.undecayed = (BitSet) undecayed.clone();
    Arrays.fill(meanSquares, 1f);
  }

  /** Updates all parameters in place; see {@link #step(float[], List, float[], double)}. */
  public void step(float[] parameters, float[] gradients, double rate) {
    step(parameters, List.of(ParameterRange.first(parameters.length)), gradients, rate);
  }

  /**
   * Updates parameters in place.
   *
   * @param parameters weights and thresholds
   * @param ranges which of them; the others stay as they are, and so do their mean squares and
   *     velocities
   * @param gradients their gradients, at the same indices; may be longer
   * @param rate learning rate
   */
  public void step(
      float[] parameters, List<ParameterRange> ranges, float[] gradients, double rate) {
    for (ParameterRange range : ranges) {
      slices.run(
          range.length(),
          (from, to) ->
              step(parameters, gradients, (float) rate, range.from() + from, range.from() + to));
    }
  }

  private void step(float[] parameters, float[] gradients, float rate, int from, int to) {
    for (int start = from; start < to; ) {
      boolean decays = !undecayed.get(start);
      int change = decays ? undecayed.nextSetBit(start) : undecayed.nextClearBit(start);
      int end = change < 0 ? to : Math.min(change, to);
      step(parameters, gradients, rate, decays ? settings.weightDecay() : 0, start, end);
      start = end;
    }
  }

  private void step(
      float[] w, float[] gradients, float rate, double weightDecay, int from, int to) {
    float rho = (float) settings.decay();
    float momentum = (float) settings.momentum();
    float epsilon = (float) settings.epsilon();
    float lambda = (float) weightDecay;
    for (int i = from; i < to; i++) {
      float g = gradients[i] + lambda * w[i];
      float ms = rho * meanSquares[i] + (1 - rho) * g * g;
      float v = momentum * velocities[i] + rate * g / (float) Math.sqrt(ms + epsilon);
      meanSquares[i] = ms;
      velocities[i] = v;
      w[i] -= v;
    }
  }

  /** Weight decay's term of the loss: weightDecay * 0.5 * |w|^2 over what decays. */
  public double decayLoss(float[] parameters) {
    double sum = 0;
    for (int i = undecayed.nextClearBit(0); i < parameters.length; ) {
      int end = undecayed.nextSetBit(i);
      int to = end < 0 ? parameters.length : Math.min(end, parameters.length);
      sum += sumOfSquares(parameters, i, to);
      i = undecayed.nextClearBit(to);
    }
    return settings.weightDecay() * 0.5 * sum;
  }

  private static double sumOfSquares(float[] values, int from, int to) {
    // Four sums at a time: a single one would wait for each addition to end.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < to; i++) {
      a += (double) values[i] * values[i];
    }
    return (a + b) + (c + d);
  }

  /** Mean squares, live. */
  float[] meanSquares() {
    return meanSquares;
  }

  /** Velocities, live. */
  float[] velocities() {
    return velocities;
  }
}
