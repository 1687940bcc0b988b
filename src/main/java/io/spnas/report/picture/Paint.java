package io.spnas.report.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a shape is filled and outlined.
 *
 * @param fill inside; null for nothing
 * @param stroke outline; null for none
 * @param width of the outline, px
 * @param dashes lengths of dashes and gaps, px; empty for an unbroken line
 * @param opacity of the whole shape, 0 to 1
 * @param kind class that names what the shape stands for; empty for none
 */
record Paint(Tone fill, Tone stroke, double width, String dashes, double opacity, String kind) {

  static Paint fill(Tone tone) {
    return new Paint(tone, null, 0, "", 1, "");
  }

  static Paint stroke(Tone tone, double width) {
    return new Paint(null, tone, width, "", 1, "");
  }

  Paint outlined(Tone tone, double outline) {
    return new Paint(fill, tone, outline, dashes, opacity, kind);
  }

  Paint dashed(String lengths) {
    return new Paint(fill, stroke, width, lengths, opacity, kind);
  }

  Paint faded(double to) {
    return new Paint(fill, stroke, width, dashes, to, kind);
  }

  Paint named(String name) {
    return new Paint(fill, stroke, width, dashes, opacity, name);
  }

  /** Attributes of a shape: name, value, name, value ... */
  List<String> attributes() {
    List<String> classes = new ArrayList<>();
    List<String> attributes = new ArrayList<>();
    if (!kind.isEmpty()) {
      classes.add(kind);
    }
    attributes.addAll(List.of("fill", fill == null ? "none" : fill.light()));
    if (fill != null) {
      classes.add(fill.fillClass());
    }
    if (stroke != null) {
      classes.add(stroke.strokeClass());
      attributes.addAll(List.of("stroke", stroke.light(), "stroke-width", number(width)));
    }
    if (!dashes.isEmpty()) {
      attributes.addAll(List.of("stroke-dasharray", dashes));
    }
    if (opacity < 1) {
      attributes.addAll(List.of("opacity", number(opacity)));
    }
    attributes.addAll(List.of("class", String.join(" ", classes)));
    return attributes;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value).replaceAll("\\.?0+$", "");
  }
}
