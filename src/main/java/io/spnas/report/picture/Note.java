package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Type;

/** A line of text where there is nothing to draw. */
final class Note {
  private static final int HEIGHT = 28;

  private Note() {}

  static String svg(Layout layout, String words) {
    Svg svg = new Svg(layout.width(), HEIGHT, "Nothing to draw", words);
    svg.text(0, 18, words, Type.QUIET);
    return svg.end();
  }
}
