package io.spnas.report.picture;

/**
 * A part of a figure in which values have places.
 *
 * @param left px
 * @param top px
 * @param width px
 * @param height px
 * @param x what is across
 * @param y what is upwards
 */
record Plot(double left, double top, double width, double height, Scale x, Scale y) {
  double x(double value) {
    return left + x.position(value) * width;
  }

  double y(double value) {
    return bottom() - y.position(value) * height;
  }

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  /** Whether a pair of values has a place: not if one is no number, or is infinite. */
  boolean holds(double xValue, double yValue) {
    return Double.isFinite(x(xValue)) && Double.isFinite(y(yValue));
  }
}
