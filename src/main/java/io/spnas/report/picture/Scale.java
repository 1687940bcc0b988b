package io.spnas.report.picture;

import java.util.List;

/** An axis: where values are on it, and which of them it names. */
interface Scale {
  /** Where a value is between the ends, 0 to 1 for those within. */
  double position(double value);

  /** Values that are named, in their order. */
  List<Double> ticks();

  /** A tick's value in words. */
  String text(double tick);
}
