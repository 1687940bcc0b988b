package io.spnas.train;

import io.spnas.engine.ParameterLayout;
import java.util.Arrays;
import java.util.BitSet;

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
   */
  public static RmsProp of(Settings settings, ParameterLayout layout, int parameters) {
    BitSet undecayed = new BitSet();
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.kind() == ParameterLayout.Kind.BATCH_NORM) {
        undecayed.set(slot.offset(), slot.offset() + slot.length());
      }
    }
    return new RmsProp(settings, parameters, undecayed);
  }

  /**
   * @param settings constants
   * @param parameters number of parameters
   * @param undecayed indices of the parameters that weight decay leaves alone
   */
  RmsProp(Settings settings, int parameters, BitSet undecayed) {
    this.settings = settings;
    this.meanSquares = new float[parameters];
    this.velocities = new float[parameters];
    this.undecayed = (BitSet) undecayed.clone();
    Arrays.fill(meanSquares, 1f);
  }

  /**
   * Updates the parameters in place.
   *
   * @param parameters weights and thresholds
   * @param gradients their gradients, at the same indices; may be longer
   * @param rate learning rate
   */
  public void step(float[] parameters, float[] gradients, double rate) {
    int from = 0;
    while (from < parameters.length) {
      boolean decays = !undecayed.get(from);
      int end = decays ? undecayed.nextSetBit(from) : undecayed.nextClearBit(from);
      int to = end < 0 ? parameters.length : Math.min(end, parameters.length);
      step(parameters, gradients, (float) rate, decays ? settings.weightDecay() : 0, from, to);
      from = to;
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
      for (int j = i; j < to; j++) {
        sum += (double) parameters[j] * parameters[j];
      }
      i = undecayed.nextClearBit(to);
    }
    return settings.weightDecay() * 0.5 * sum;
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
