package io.spnas.report.picture;

/** What a figure is to fit. Text has the same size in both. */
public enum Layout {
  /** A page, or a screen. */
  WIDE(760),
  /** A phone held upright. */
  NARROW(328);

  private final int width;

  Layout(int width) {
    this.width = width;
  }

  /** Width of a figure, px. */
  public int width() {
    return width;
  }

  /** One of two values. */
  <T> T pick(T wide, T narrow) {
    return this == WIDE ? wide : narrow;
  }
}
