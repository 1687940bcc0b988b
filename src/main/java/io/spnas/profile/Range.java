package io.spnas.profile;

import java.util.Locale;
import java.util.Optional;

/**
 * The smallest and the largest of some values.
 *
 * @param least the smallest
 * @param most the largest
 */
record Range(double least, double most) {
  private static final String BETWEEN = " to ";

  /** The range that holds a value too. */
  static Range with(Optional<Range> range, double value) {
    return range
        .map(r -> new Range(Math.min(r.least, value), Math.max(r.most, value)))
        .orElse(new Range(value, value));
  }

  /** Reads what {@link #toString} has written; none if it is something else. */
  static Optional<Range> parse(String text) {
    String[] ends = String.valueOf(text).split(BETWEEN);
    try {
      return ends.length == 2
          ? Optional.of(new Range(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f%s%.2f", least, BETWEEN, most);
  }
}
