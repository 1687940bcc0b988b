package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.List;

/** Draws values as bars that lie one under the other, each with its name and its value. */
final class BarChart {
  private static final int PITCH = 20;
  private static final int THICK = 13;
  private static final int HEADING = 30;
  private static final int BELOW = 4;
  private static final double LETTER = 6.7;

  /**
   * A bar.
   *
   * @param name at its left
   * @param value its length, at least 0
   * @param most length of a pale bar behind it
   * @param tone colour
   * @param text its value in words
   * @param detail more about it
   */
  record Bar(String name, double value, double most, Tone tone, String text, String detail) {}

  private BarChart() {}

  /**
   * Draws bars.
   *
   * @param title what the figure shows
   * @param heading the line above the bars
   * @param words what is to be seen
   */
  static String svg(Layout layout, String title, String heading, String words, List<Bar> bars) {
    Svg svg = new Svg(layout.width(), HEADING + bars.size() * PITCH + BELOW, title, words);
    svg.text(0, 14, heading, Type.HEADING);
    double left = 8 + LETTER * longest(bars.stream().map(Bar::name).toList());
    double right = 8 + LETTER * longest(bars.stream().map(Bar::text).toList());
    double most = bars.stream().mapToDouble(bar -> Math.max(bar.value, bar.most)).max().orElse(1);
    double unit = (layout.width() - left - right) / Math.max(most, Double.MIN_NORMAL);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = HEADING + i * PITCH;
      svg.group(bar.detail);
      svg.text(left - 8, top + 11, bar.name, Type.PLAIN.size(11).anchor(Anchor.END));
      if (bar.most > bar.value) {
        Paint pale = Paint.fill(bar.tone).faded(0.14).named("most");
        svg.rectangle(left, top, bar.most * unit, THICK, 2, pale);
      }
      Paint paint = Paint.fill(bar.tone).faded(0.8).named("bar");
      svg.rectangle(left, top, bar.value * unit, THICK, 2, paint);
      double end = left + bar.value * unit;
      svg.text(end + 6, top + 11, bar.text, Type.PLAIN.size(11));
      svg.endGroup();
    }
    svg.line(
        left, HEADING - 4, left, HEADING + bars.size() * PITCH - 3, Paint.stroke(Tone.MUTED, 1));
    return svg.end();
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }
}
