package io.spnas.reference;

/**
 * The superkernel of a searchable layer (paper, section 3.2). W is the depthwise kernel [C, 1, 5,
 * 5], t5, t50, t100 its thresholds, I the indicator, m5, m50, m100 the factors of decision dropout
 * (1 without it), C50 = C / 2 rounded half up.
 *
 * <pre>
 *   K3    = W with the outer ring zeroed          K5 = W - K3
 *   d5    = m5 * I(||K5|| - t5)                    K  = K3 + d5 * K5
 *   A     = K on channels [0, C50)                 B  = K on channels [C50, C)
 *   d50   = m50 * I(||A|| - t50), or the constant 1 where the layer can't be skipped
 *   d100  = m100 * I(||B|| - t100)
 *   K_eff = d50 * (A + d100 * B)
 * </pre>
 *
 * Decisions are arrays in the order 5, 50, 100.
 */
public final class ReferenceSuperkernel {
  private static final int KERNEL = 5;
  private static final int AREA = KERNEL * KERNEL;
  private static final int RING = AREA - 9;

  private final int channels;
  private final int half;
  private final ReferenceNorm norm;
  private final ReferenceIndicator indicator;
  private final boolean skippable;

  private double[] k5;
  private double[] a;
  private double[] b;
  private double[] arguments;
  private double[] dropout;
  private double[] decisions;

  private ReferenceSuperkernel(
      int channels, ReferenceNorm norm, ReferenceIndicator indicator, boolean skippable) {
    this.channels = channels;
    this.half = (int) Math.round(channels / 2.0);
    this.norm = norm;
    this.indicator = indicator;
    this.skippable = skippable;
  }

  /** The superkernel of a layer that may be left out. */
  public static ReferenceSuperkernel skippable(
      int channels, ReferenceNorm norm, ReferenceIndicator indicator) {
    return new ReferenceSuperkernel(channels, norm, indicator, true);
  }

  /** The superkernel of the first layer of a group: d50 is 1. */
  public static ReferenceSuperkernel unskippable(
      int channels, ReferenceNorm norm, ReferenceIndicator indicator) {
    return new ReferenceSuperkernel(channels, norm, indicator, false);
  }

  /**
   * What {@link #forward} finds.
   *
   * @param kernel K_eff [C, 1, 5, 5]
   * @param decisions d5, d50, d100, after decision dropout
   * @param arguments what the indicators saw: norms less thresholds
   */
  public record Forward(double[] kernel, double[] decisions, double[] arguments) {}

  /**
   * What {@link #backward} finds.
   *
   * @param weight gradient of W [C, 1, 5, 5]
   * @param thresholds gradients of t5, t50, t100; t50's is 0 where the layer can't be skipped
   */
  public record Gradients(double[] weight, double[] thresholds) {}

  /** K_eff without decision dropout. */
  public Forward forward(double[] weight, double[] thresholds) {
    return forward(weight, thresholds, new double[] {1, 1, 1});
  }

  /** K_eff; keeps what {@link #backward} needs. */
  public Forward forward(double[] weight, double[] thresholds, double[] decisionDropout) {
    dropout = decisionDropout;
    arguments = new double[3];
    decisions = new double[3];

    k5 = ring(weight);
    decide(0, norm.of(k5, RING * channels) - thresholds[0]);
    double[] k = new double[weight.length];
    for (int i = 0; i < k.length; i++) {
      double k3 = weight[i] - k5[i];
      k[i] = k3 + decisions[0] * k5[i];
    }

    a = channels(k, 0, half);
    b = channels(k, half, channels);
    decide(1, norm.of(a, AREA * half) - thresholds[1]);
    decide(2, norm.of(b, AREA * (channels - half)) - thresholds[2]);
    if (!skippable) {
      decisions[1] = 1;
    }

    double[] effective = new double[weight.length];
    for (int i = 0; i < effective.length; i++) {
      effective[i] = decisions[1] * (a[i] + decisions[2] * b[i]);
    }
    return new Forward(effective, decisions.clone(), arguments.clone());
  }

  /**
   * The gradients at the last {@link #forward}.
   *
   * @param kernelGradient dL/dK_eff [C, 1, 5, 5]
   * @param decisionGradient dL/d(d5, d50, d100) by other ways than K_eff: the runtime term's
   */
  public Gradients backward(double[] kernelGradient, double[] decisionGradient) {
    double d5 = decisions[0];
    double d50 = decisions[1];
    double d100 = decisions[2];

    double toD50 = decisionGradient[1];
    double toD100 = decisionGradient[2];
    for (int i = 0; i < kernelGradient.length; i++) {
      toD50 += kernelGradient[i] * (a[i] + d100 * b[i]);
      toD100 += kernelGradient[i] * d50 * b[i];
    }
    double toArgument50 = skippable ? toArgument(1, toD50) : 0;
    double toArgument100 = toArgument(2, toD100);

    double[] toA = channels(kernelGradient, 0, half);
    double[] toB = channels(kernelGradient, half, channels);
    double slopeA = norm.slope(a, AREA * half);
    double slopeB = norm.slope(b, AREA * (channels - half));
    double[] toK = new double[kernelGradient.length];
    for (int i = 0; i < toK.length; i++) {
      toK[i] =
          d50 * toA[i]
              + d50 * d100 * toB[i]
              + toArgument50 * slopeA * a[i]
              + toArgument100 * slopeB * b[i];
    }

    double toD5 = decisionGradient[0];
    for (int i = 0; i < toK.length; i++) {
      toD5 += toK[i] * k5[i];
    }
    double toArgument5 = toArgument(0, toD5);
    double slope5 = norm.slope(k5, RING * channels);
    double[] toRing = ring(toK);
    double[] toWeight = new double[toK.length];
    for (int i = 0; i < toWeight.length; i++) {
      double toCore = toK[i] - toRing[i];
      toWeight[i] = toCore + d5 * toRing[i] + toArgument5 * slope5 * k5[i];
    }
    return new Gradients(toWeight, new double[] {-toArgument5, -toArgument50, -toArgument100});
  }

  private void decide(int decision, double argument) {
    arguments[decision] = argument;
    decisions[decision] = dropout[decision] * indicator.of(argument);
  }

  private double toArgument(int decision, double toDecision) {
    return toDecision * dropout[decision] * indicator.derivative(arguments[decision]);
  }

  /** The outer ring of every 5x5 kernel, zeros elsewhere. */
  private static double[] ring(double[] kernel) {
    double[] ring = new double[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      int y = i % AREA / KERNEL;
      int x = i % KERNEL;
      boolean outer = y == 0 || y == KERNEL - 1 || x == 0 || x == KERNEL - 1;
      ring[i] = outer ? kernel[i] : 0;
    }
    return ring;
  }

  /** The channels from one to before another, zeros elsewhere. */
  private static double[] channels(double[] kernel, int from, int to) {
    double[] part = new double[kernel.length];
    System.arraycopy(kernel, from * AREA, part, from * AREA, (to - from) * AREA);
    return part;
  }
}
