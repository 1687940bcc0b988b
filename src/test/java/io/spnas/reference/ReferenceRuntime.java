package io.spnas.reference;

/**
 * Runtime R = base + sum over searchable layers of R_l, from a table of measured runtimes. R33,
 * R36, R53, R56 are a layer's runtimes at 3x3-3, 3x3-6, 5x5-3 and 5x5-6.
 */
public final class ReferenceRuntime {
  private ReferenceRuntime() {}

  /**
   * Multilinear in the indicators: the table at every corner.
   *
   * <pre>
   *   R_l = d50 * ((1 - d5) (1 - d100) R33 + (1 - d5) d100 R36 + d5 (1 - d100) R53 + d5 d100 R56)
   * </pre>
   *
   * @param baseMs what every network costs, in ms
   * @param table R33, R36, R53, R56 in ms, for each searchable layer
   */
  public static RuntimeModel exact(double baseMs, double[][] table) {
    return (indicators, gradient) -> {
      double runtime = baseMs;
      for (int l = 0; l < table.length; l++) {
        double r33 = table[l][0];
        double r36 = table[l][1];
        double r53 = table[l][2];
        double r56 = table[l][3];
        double d5 = indicators[l][0];
        double d50 = indicators[l][1];
        double d100 = indicators[l][2];
        double small = (1 - d100) * r33 + d100 * r36;
        double large = (1 - d100) * r53 + d100 * r56;
        double present = (1 - d5) * small + d5 * large;
        runtime += d50 * present;
        gradient[l][0] = d50 * (large - small);
        gradient[l][1] = present;
        gradient[l][2] = d50 * ((1 - d5) * (r36 - r33) + d5 * (r56 - r53));
      }
      return runtime;
    };
  }

  /**
   * As the published code has it; meets the table at skip, 5x5-3, 5x5-6 and 3x3-6 only.
   *
   * <pre>
   *   rc  = d50 * (R53 + d100 * (R56 - R53))      ratio = R36 / R56
   *   R_l = rc * ratio + rc * (1 - ratio) * d5
   * </pre>
   *
   * @param baseMs what every network costs, in ms
   * @param table R33, R36, R53, R56 in ms, for each searchable layer
   */
  public static RuntimeModel published(double baseMs, double[][] table) {
    return (indicators, gradient) -> {
      double runtime = baseMs;
      for (int l = 0; l < table.length; l++) {
        double r53 = table[l][2];
        double r56 = table[l][3];
        double ratio = table[l][1] / r56;
        double d5 = indicators[l][0];
        double d50 = indicators[l][1];
        double d100 = indicators[l][2];
        double rc = d50 * (r53 + d100 * (r56 - r53));
        double kernelShare = ratio + (1 - ratio) * d5;
        runtime += rc * kernelShare;
        gradient[l][0] = rc * (1 - ratio);
        gradient[l][1] = (r53 + d100 * (r56 - r53)) * kernelShare;
        gradient[l][2] = d50 * (r56 - r53) * kernelShare;
      }
      return runtime;
    };
  }
}
