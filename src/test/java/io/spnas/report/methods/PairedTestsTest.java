package io.spnas.report.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestsTest {
  private static final double MISSING = Double.NaN;

  private static List<PairedTest> tests(double[]... top1) {
    return PairedTests.of(ComparisonExample.withTop1(top1), Column.TOP1);
  }

  private static PairedTest test(double[] reference, double[] method) {
    return tests(reference, method).get(0);
  }

  /** Differences 0.01, 0.02, 0.03: their mean is 0.02, their deviation 0.01, t = 2 sqrt(3). */
  @Test
  void threePairsByHand() {
    PairedTest test = test(new double[] {0.8, 0.7, 0.9}, new double[] {0.81, 0.72, 0.93});
    assertThat(test.difference().count()).isEqualTo(3);
    assertThat(test.difference().mean()).isCloseTo(0.02, within(1e-12));
    assertThat(test.difference().deviation().orElseThrow()).isCloseTo(0.01, within(1e-12));
    // With two degrees of freedom p = 1 - t / sqrt(t^2 + 2).
    double expected = 1 - Math.sqrt(12.0 / 14);
    assertThat(test.p().orElseThrow()).isCloseTo(expected, within(1e-9));
    assertThat(test.half().orElseThrow()).isCloseTo(4.302653 * 0.01 / Math.sqrt(3), within(1e-8));
    assertThat(test.reason()).isEmpty();
  }

  /** With one degree of freedom p = 1 - 2 atan(t) / pi; here t = 3. */
  @Test
  void twoPairsByHand() {
    PairedTest test = test(new double[] {0.5, 0.5}, new double[] {0.51, 0.52});
    assertThat(test.p().orElseThrow()).isCloseTo(1 - 2 * Math.atan(3) / Math.PI, within(1e-9));
  }

  /** Student's sleep data (1908): ten patients, two drugs; t = -4.0621, p = 0.002833. */
  @Test
  void studentsOwnExample() {
    double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    PairedTest test = test(second, first);
    assertThat(test.difference().mean()).isCloseTo(-1.58, within(1e-12));
    assertThat(test.p().orElseThrow()).isCloseTo(0.002833, within(5e-7));
    assertThat(-1.58 - test.half().orElseThrow()).isCloseTo(-2.4598858, within(1e-6));
    assertThat(-1.58 + test.half().orElseThrow()).isCloseTo(-0.7001142, within(1e-6));
  }

  /** Against the density of t, integrated. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2", "4, 3", "5, 4", "8, 5", "13, 6"})
  void pIsTheAreaOfTheTails(int pairs, long seed) {
    Random random = new Random(seed);
    double[] reference = random.doubles(pairs).toArray();
    double[] method = random.doubles(pairs).map(value -> value + 0.2).toArray();
    PairedTest test = test(reference, method);
    double mean = 0;
    for (int i = 0; i < pairs; i++) {
      mean += (method[i] - reference[i]) / pairs;
    }
    double squares = 0;
    for (int i = 0; i < pairs; i++) {
      squares += Math.pow(method[i] - reference[i] - mean, 2);
    }
    double t = Math.abs(mean) / Math.sqrt(squares / (pairs - 1) / pairs);
    assertThat(test.p().orElseThrow()).isCloseTo(1 - 2 * area(pairs - 1, t), within(1e-7));
    double critical = test.half().orElseThrow() / Math.sqrt(squares / (pairs - 1) / pairs);
    assertThat(2 * area(pairs - 1, critical)).isCloseTo(0.95, within(1e-7));
  }

  /** Integral of t's density from 0 on, by Simpson; its constant is that of its own integral. */
  private static double area(int freedom, double to) {
    DoubleUnaryOperator density = t -> Math.pow(1 + t * t / freedom, -(freedom + 1) / 2.0);
    // With t = sqrt(freedom) tan(u) the half line becomes an interval, and the density a power of
    // the cosine.
    double half = simpson(u -> Math.pow(Math.cos(u), freedom - 1), Math.PI / 2);
    return simpson(density, to) / (2 * Math.sqrt(freedom) * half);
  }

  private static double simpson(DoubleUnaryOperator function, double to) {
    int steps = 20_000;
    double sum = function.applyAsDouble(0) + function.applyAsDouble(to);
    for (int i = 1; i < steps; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * function.applyAsDouble(i * to / steps);
    }
    return sum * to / steps / 3;
  }

  @Test
  void oneMethodHasNothingToBeComparedWith() {
    assertThat(tests(new double[] {0.8, 0.9})).isEmpty();
  }

  @Test
  void onePairHasADifferenceAndNoP() {
    PairedTest test = test(new double[] {0.8}, new double[] {0.85});
    assertThat(test.difference().mean()).isCloseTo(0.05, within(1e-12));
    assertThat(test.difference().deviation()).isEmpty();
    assertThat(test.p()).isEmpty();
    assertThat(test.half()).isEmpty();
    assertThat(test.corrected()).isEmpty();
    assertThat(test.reason()).startsWith("one seed only");
  }

  @Test
  void differencesThatAreAllTheSameHaveNoP() {
    PairedTest test = test(new double[] {0.8, 0.7, 0.3}, new double[] {0.9, 0.8, 0.4});
    assertThat(test.difference().mean()).isCloseTo(0.1, within(1e-12));
    assertThat(test.p()).isEmpty();
    assertThat(test.half()).isEmpty();
    assertThat(test.reason()).startsWith("the difference is the same with all seeds");
  }

  @Test
  void onlySeedsWithWhichBothAreDoneArePaired() {
    PairedTest test =
        test(new double[] {0.8, MISSING, 0.6, 0.9}, new double[] {0.7, 0.9, MISSING, 0.5});
    assertThat(test.seeds()).containsExactly(0L, 3L);
    assertThat(test.difference().mean()).isCloseTo(-0.25, within(1e-12));
    PairedTest none = test(new double[] {0.8, MISSING}, new double[] {MISSING, 0.9});
    assertThat(none.seeds()).isEmpty();
    assertThat(none.difference().count()).isZero();
    assertThat(none.reason()).startsWith("no seed");
  }

  /** 3 x 0.01, 2 x 0.04 and 0.04 again, which is less than the one before. */
  @Test
  void holmMultipliesByTheTestsThatAreLeft() {
    double[] reference = {0.5, 0.5};
    List<PairedTest> tests =
        tests(reference, pairsOf(0.04), pairsOf(0.01), new double[] {0.6, 0.6}, pairsOf(0.041));
    assertThat(tests)
        .extracting(test -> rounded(test.p()))
        .containsExactly(0.04, 0.01, -1.0, 0.041);
    assertThat(tests)
        .extracting(test -> rounded(test.corrected()))
        .containsExactly(0.08, 0.03, -1.0, 0.08);
  }

  @Test
  void noCorrectedPIsAboveOne() {
    double[] reference = {0.5, 0.5};
    assertThat(tests(reference, pairsOf(0.7), pairsOf(0.9)))
        .extracting(test -> rounded(test.corrected()))
        .containsExactly(1.0, 1.0);
  }

  /** Two values whose differences from 0.5 have a p: t = tan((1 - p) pi / 2). */
  private static double[] pairsOf(double p) {
    double t = Math.tan((1 - p) * Math.PI / 2);
    double spread = 0.001;
    return new double[] {0.5 + spread * (t - 1), 0.5 + spread * (t + 1)};
  }

  private static double rounded(OptionalDouble value) {
    return Math.round(1e6 * value.orElse(-1)) / 1e6;
  }

  /** Critical values of t at 0.05, two-sided, of the usual tables. */
  @ParameterizedTest
  @CsvSource({"2, 12.706", "3, 4.303", "4, 3.182", "5, 2.776", "10, 2.262"})
  void fewPairsShowLargeDifferencesOnly(int pairs, double critical) {
    assertThat(PairedTest.leastInDeviations(pairs) * Math.sqrt(pairs))
        .isCloseTo(critical, within(5e-4));
  }
}
