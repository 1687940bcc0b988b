package io.spnas.report.picture;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The colours of all figures, in a light and a dark scheme. Those of data are told apart by readers
 * who see fewer colours, and, as text, have a contrast of at least 4.5 with the paper.
 */
public enum Tone {
  /** What is drawn on. */
  PAPER("#ffffff", "#0f1419"),
  /** Text. */
  INK("#1c2128", "#e8ecf0"),
  /** Text that steps back. */
  MUTED("#59636e", "#9da7b1"),
  /** Lines to measure by. */
  GRID("#e1e5e9", "#2d353e"),
  /** Areas behind data. */
  SHADE("#f1f3f6", "#1a2129"),
  /** Data. */
  BLUE("#0b57a4", "#7cb7f5"),
  /** Data. */
  ORANGE("#b3500b", "#f2a766"),
  /** Data. */
  GREEN("#0a6e5c", "#5fcdb4"),
  /** Data. */
  PURPLE("#6f42a8", "#c3a6f0"),
  /** Data. */
  PINK("#a8326e", "#f08fbb"),
  /** Data that is not the point. */
  GREY("#69737d", "#8b949e");

  private final String light;
  private final String dark;

  Tone(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  /** Colour in the light scheme, as #rrggbb. */
  public String light() {
    return light;
  }

  /** Colour in the dark scheme, as #rrggbb. */
  public String dark() {
    return dark;
  }

  /** Class of what is filled with it. */
  String fillClass() {
    return "spnas-f-" + name().toLowerCase(Locale.ROOT);
  }

  /** Class of what is outlined with it. */
  String strokeClass() {
    return "spnas-s-" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * The dark scheme, over attributes that hold the light one: a figure keeps its colours where
   * styles are not known, and on paper.
   */
  static String css() {
    return Arrays.stream(values())
        .map(
            tone ->
                String.format(
                    ".%s{fill:%s}.%s{stroke:%s}",
                    tone.fillClass(), tone.dark, tone.strokeClass(), tone.dark))
        .collect(Collectors.joining("", "@media screen and (prefers-color-scheme:dark){", "}"));
  }
}
