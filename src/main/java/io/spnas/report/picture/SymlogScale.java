package io.spnas.report.picture;

import java.util.List;

/**
 * An axis about 0 on which small values are in proportion and large ones by their logarithm, so
 * that signs can be seen whatever the sizes.
 *
 * @param linear size below which values are about in proportion
 * @param largest size at its ends
 */
record SymlogScale(double linear, double largest) implements Scale {
  @Override
  public double position(double value) {
    double share = Math.log1p(Math.abs(value) / linear) / Math.log1p(largest / linear);
    return 0.5 + Math.signum(value) * share / 2;
  }

  @Override
  public List<Double> ticks() {
    return List.of(-largest, 0.0, largest);
  }

  @Override
  public String text(double tick) {
    return Numbers.text(tick);
  }
}
