package io.spnas.report.methods;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * Student's paired t-test of two methods: their values are paired by seed, and what is tested is
 * whether the differences' mean is 0, two-sided.
 *
 * @param method the method
 * @param reference what it is compared with
 * @param seeds seeds with which both are done
 * @param difference method minus reference over those seeds; its count is 0 where there are none
 * @param half half the width of the mean difference's 95 % confidence interval; empty where there
 *     is no test
 * @param p chance of a mean difference at least so far from 0, were there none but chance; empty
 *     where there is no test
 * @param corrected p by Holm's correction for all tests of the comparison
 */
public record PairedTest(
    String method,
    String reference,
    List<Long> seeds,
    Spread difference,
    OptionalDouble half,
    OptionalDouble p,
    OptionalDouble corrected) {
  /** What tables and files call the test. */
  public static final String NAME = "Student's paired t-test over seeds, two-sided";

  /** Share of confidence intervals that hold what they are of. */
  public static final double CONFIDENCE = 0.95;

  private static final Spread NONE = new Spread(0, Double.NaN, OptionalDouble.empty());

  public PairedTest {
    seeds = List.copyOf(seeds);
  }

  /** Tests values that are paired by seed; nothing is corrected. */
  static PairedTest of(
      String method, String reference, List<Long> seeds, double[] values, double[] others) {
    if (values.length == 0) {
      return untested(method, reference, seeds, NONE);
    }
    double[] differences = new double[values.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = values[i] - others[i];
    }
    Spread spread = Spread.of(differences);
    double size = Math.max(StatUtils.max(values), StatUtils.max(others));
    if (spread.deviation().isEmpty() || spread.isOfEqualValues(size)) {
      return untested(method, reference, seeds, spread);
    }
    double error = spread.deviation().getAsDouble() / Math.sqrt(spread.count());
    return new PairedTest(
        method,
        reference,
        seeds,
        spread,
        OptionalDouble.of(critical(spread.count()) * error),
        OptionalDouble.of(new TTest().pairedTTest(values, others)),
        OptionalDouble.empty());
  }

  private static PairedTest untested(
      String method, String reference, List<Long> seeds, Spread difference) {
    return new PairedTest(
        method,
        reference,
        seeds,
        difference,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /** Size of t that so many pairs exceed in 5 of 100 cases by chance alone. */
  private static double critical(int pairs) {
    return new TDistribution(pairs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
  }

  /**
   * How many times its standard deviation a mean difference must be for p to be below 0.05.
   *
   * @param pairs how many differences, at least 2
   */
  public static double leastInDeviations(int pairs) {
    return critical(pairs) / Math.sqrt(pairs);
  }

  PairedTest corrected(double to) {
    return new PairedTest(method, reference, seeds, difference, half, p, OptionalDouble.of(to));
  }

  /** Why there is no p-value; empty where there is one. */
  public String reason() {
    if (p.isPresent()) {
      return "";
    }
    return switch (difference.count()) {
      case 0 -> "no seed with which both are done";
      case 1 -> "one seed only: no spread to judge the difference by";
      default -> "the difference is the same with all seeds: no spread to judge it by";
    };
  }
}
