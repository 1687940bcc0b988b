package io.spnas.nas;

import io.spnas.config.Norm;

/**
 * The superkernel of one searchable layer (paper, section 3.1): a 5x5 depthwise weight of C
 * channels whose subsets are the candidate operations, and the decisions that choose among them.
 *
 * <pre>
 *   W                 weight, [C, 5, 5]
 *   t5, t50, t100     thresholds
 *   K3 = inner 3x3 of W,  K5 = W - K3, the outer ring
 *   d5   = I(|K5| - t5)             K = K3 + d5 K5
 *   A, B = K on the first half of the channels, on the second half
 *   d50  = I(|A| - t50), 1 where the layer can't be skipped
 *   d100 = I(|B| - t100)
 *   K_eff = d50 (A + d100 B)
 *   I(x) = 1 where x >= 0, else 0;  its gradient is taken as that of the sigmoid
 * </pre>
 *
 * Decision dropout multiplies each indicator by a factor after I. During a step the weight's place
 * in the flat array holds K_eff: {@link #select} puts it there, {@link #differentiate} turns its
 * gradient into that of W and the thresholds and puts W back.
 */
final class Superkernel {
  /** Number of decisions, and of thresholds, of a layer: d5, d50, d100. */
  static final int DECISIONS = 3;

  /** How far a settled decision is from its threshold, for each unit of 1 + norm. */
  private static final double SETTLED = 0.1;

  private static final int AREA = EffectiveKernel.AREA;
  private static final int RING_AREA = AREA - EffectiveKernel.INNER_AREA;

  private final int offset;
  private final int channels;
  private final int firstHalf;
  private final int thresholds;
  private final boolean skippable;
  private final Norm norm;

  private final EffectiveKernel kernel;
  private final double[] arguments = new double[DECISIONS];
  private final double[] dropout = new double[DECISIONS];
  private final double[] indicators = new double[DECISIONS];
  private Part first;
  private Part second;

  /** Sums of squares of W over one half of the channels. */
  private record Part(double inner, double ring) {
    double square(double d5) {
      return inner + d5 * d5 * ring;
    }
  }

  /** Sums of gradient times W over one half of the channels. */
  private record Slope(double inner, double ring) {
    double along(double d5) {
      return inner + d5 * ring;
    }
  }

  /**
   * @param offset first index of W in the flat array
   * @param channels C
   * @param thresholds first index of t5, t50, t100 in the flat array
   * @param skippable whether d50 is decided; otherwise it is 1
   * @param norm norm that decisions compare with their thresholds
   */
  Superkernel(int offset, int channels, int thresholds, boolean skippable, Norm norm) {
    this.offset = offset;
    this.channels = channels;
    this.thresholds = thresholds;
    this.skippable = skippable;
    this.norm = norm;
    this.kernel = new EffectiveKernel(offset, channels);
    this.firstHalf = kernel.firstHalf();
  }

  /** Indicators d5, d50, d100 of the last {@link #select}, after decision dropout. */
  double[] indicators() {
    return indicators;
  }

  /** Arguments of I at the last {@link #select}, norm minus threshold: how clear a decision is. */
  double[] arguments() {
    return arguments;
  }

  /**
   * Decides from the weight and thresholds, and replaces the weight by K_eff.
   *
   * @param parameters flat array that holds W and the thresholds
   * @param factors decision dropout's factor of each indicator
   */
  void select(float[] parameters, double[] factors) {
    decide(parameters, factors);
    kernel.put(parameters, indicators);
  }

  /** Decides from the weight and thresholds; the flat array is only read. */
  void decide(float[] parameters, double[] factors) {
    System.arraycopy(factors, 0, dropout, 0, DECISIONS);
    first = squares(parameters, 0, firstHalf);
    second = squares(parameters, firstHalf, channels);
    int secondHalf = channels - firstHalf;

    arguments[0] = norm(first.ring + second.ring, RING_AREA * channels) - parameters[thresholds];
    indicators[0] = step(arguments[0]) * dropout[0];
    arguments[1] = norm(first.square(indicators[0]), AREA * firstHalf) - parameters[thresholds + 1];
    indicators[1] = skippable ? step(arguments[1]) * dropout[1] : 1.0;
    arguments[2] =
        norm(second.square(indicators[0]), AREA * secondHalf) - parameters[thresholds + 2];
    indicators[2] = step(arguments[2]) * dropout[2];
  }

  /**
   * Moves the thresholds so that the decisions are these, and clear enough to stay so in a step.
   *
   * @param parameters flat array that holds W and the thresholds
   * @param choice d5, d50, d100, each 0 or 1
   */
  void settle(float[] parameters, double[] choice) {
    Part a = squares(parameters, 0, firstHalf);
    Part b = squares(parameters, firstHalf, channels);
    double[] norms = {
      norm(a.ring + b.ring, RING_AREA * channels),
      norm(a.square(choice[0]), AREA * firstHalf),
      norm(b.square(choice[0]), AREA * (channels - firstHalf))
    };
    for (int d = 0; d < DECISIONS; d++) {
      double margin = SETTLED * (1 + norms[d]);
      parameters[thresholds + d] = (float) (norms[d] + (choice[d] > 0 ? -margin : margin));
    }
  }

  /**
   * Turns the gradient of K_eff into that of W and of the thresholds, both in place, and puts W
   * back into the flat array.
   *
   * @param parameters flat array with K_eff in W's place
   * @param gradients flat array with K_eff's gradient in W's place; gets W's and the thresholds'
   * @param runtimeGradient gradient of the runtime term with respect to d5, d50, d100
   * @param open whether decisions learn; where they don't, indicators are constants
   */
  void differentiate(
      float[] parameters, float[] gradients, double[] runtimeGradient, boolean open) {
    double d5 = indicators[0];
    double d50 = indicators[1];
    double d100 = indicators[2];
    int secondHalf = channels - firstHalf;
    Slope slopeA = slope(gradients, 0, firstHalf);
    Slope slopeB = slope(gradients, firstHalf, channels);

    double toPresent = slopeA.along(d5) + d100 * slopeB.along(d5) + runtimeGradient[1];
    double present = open && skippable ? toPresent * dropout[1] * sigmoidSlope(arguments[1]) : 0.0;
    double normA = present * normSlope(first.square(d5), AREA * firstHalf);

    double toAll = d50 * slopeB.along(d5) + runtimeGradient[2];
    double all = open ? toAll * dropout[2] * sigmoidSlope(arguments[2]) : 0.0;
    double normB = all * normSlope(second.square(d5), AREA * secondHalf);

    // d5 acts on K_eff, on the runtime, and through A and B on the other two norms.
    double toWide =
        d50 * (slopeA.ring + d100 * slopeB.ring)
            + d5 * (normA * first.ring + normB * second.ring)
            + runtimeGradient[0];
    double wide = open ? toWide * dropout[0] * sigmoidSlope(arguments[0]) : 0.0;
    double norm5 = wide * normSlope(first.ring + second.ring, RING_AREA * channels);

    gradients[thresholds] = (float) -wide;
    gradients[thresholds + 1] = (float) -present;
    gradients[thresholds + 2] = (float) -all;
    float[] weight = kernel.weight();
    for (int c = 0; c < channels; c++) {
      double scale = kernel.scale(c);
      double half = c < firstHalf ? normA : normB;
      for (int i = 0; i < AREA; i++) {
        int at = c * AREA + i;
        double throughKernel = EffectiveKernel.isInner(i) ? scale : scale * d5;
        double throughNorms = EffectiveKernel.isInner(i) ? half : half * d5 * d5 + norm5;
        gradients[offset + at] =
            (float) (throughKernel * gradients[offset + at] + throughNorms * weight[at]);
      }
    }
    kernel.remove(parameters);
  }

  private Part squares(float[] parameters, int from, int to) {
    double inner = 0;
    double ring = 0;
    for (int c = from; c < to; c++) {
      for (int i = 0; i < AREA; i++) {
        double w = parameters[offset + c * AREA + i];
        if (EffectiveKernel.isInner(i)) {
          inner += w * w;
        } else {
          ring += w * w;
        }
      }
    }
    return new Part(inner, ring);
  }

  private Slope slope(float[] gradients, int from, int to) {
    float[] weight = kernel.weight();
    double inner = 0;
    double ring = 0;
    for (int c = from; c < to; c++) {
      for (int i = 0; i < AREA; i++) {
        double product = (double) gradients[offset + c * AREA + i] * weight[c * AREA + i];
        if (EffectiveKernel.isInner(i)) {
          inner += product;
        } else {
          ring += product;
        }
      }
    }
    return new Slope(inner, ring);
  }

  private double norm(double square, int weights) {
    return switch (norm) {
      case SQUARED -> square;
      case L2 -> Math.sqrt(square);
      case RMS -> Math.sqrt(square / weights);
    };
  }

  /** Factor f in d|K|/dK = f K; 0 where the norm has no gradient. */
  private double normSlope(double square, int weights) {
    if (square == 0) {
      return 0;
    }
    return switch (norm) {
      case SQUARED -> 2;
      case L2 -> 1 / Math.sqrt(square);
      case RMS -> 1 / Math.sqrt(square * weights);
    };
  }

  private static double step(double argument) {
    return argument >= 0 ? 1.0 : 0.0;
  }

  private static double sigmoidSlope(double argument) {
    double sigmoid = 1 / (1 + Math.exp(-argument));
    return sigmoid * (1 - sigmoid);
  }
}
