package io.spnas.report.methods;

import io.spnas.report.picture.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Means and standard deviations of a column, all with as many decimals. */
final class SpreadText {
  /** Of a column whose means are 1 or more. */
  private static final int MOST_DECIMALS = 2;

  private SpreadText() {}

  /**
   * Texts of a column, with the decimals that the largest standard deviation allows: two of its
   * digits that count, and two at most; of means below 1, four digits that count. A mean alone is
   * one of values that are the same, or of one value.
   */
  static List<String> of(List<Optional<Spread>> spreads) {
    double largest =
        spreads.stream()
            .flatMap(Optional::stream)
            .filter(spread -> !spread.isOfEqualValues(Math.abs(spread.mean())))
            .mapToDouble(spread -> spread.deviation().orElse(0))
            .max()
            .orElse(0);
    if (largest == 0) {
      return spreads.stream()
          .map(spread -> spread.map(Spread::mean).map(Numbers::text).orElse("-"))
          .toList();
    }
    double mean =
        spreads.stream()
            .flatMap(Optional::stream)
            .mapToDouble(spread -> Math.abs(spread.mean()))
            .max()
            .orElse(0);
    int most = mean >= 1 ? MOST_DECIMALS : MOST_DECIMALS + 1 - exponent(mean);
    String format = "%,." + Math.max(0, Math.min(most, 1 - exponent(largest))) + "f";
    return spreads.stream().map(spread -> spread.map(s -> text(s, format)).orElse("-")).toList();
  }

  private static int exponent(double value) {
    return value == 0 ? 0 : (int) Math.floor(Math.log10(value));
  }

  private static String text(Spread spread, String format) {
    if (spread.mean() == 0) {
      return "0";
    }
    String mean = String.format(Locale.ROOT, format, spread.mean());
    return spread.deviation().isEmpty() || spread.isOfEqualValues(Math.abs(spread.mean()))
        ? mean
        : mean + " \u00b1 " + String.format(Locale.ROOT, format, spread.deviation().getAsDouble());
  }
}
