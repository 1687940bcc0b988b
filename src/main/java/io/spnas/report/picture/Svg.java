package io.spnas.report.picture;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a figure in SVG 1.1: an element that stands alone as a file, or within a page. Lengths are
 * in px, from the upper left corner.
 */
final class Svg {
  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  private static final int FONT_SIZE = 12;

  /** Where a text's place is on its line. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a text looks.
   *
   * @param tone its colour
   * @param size px
   * @param weight normal or bold
   * @param anchor where its place is on its line
   */
  record Type(Tone tone, int size, String weight, Anchor anchor) {
    static final Type PLAIN = new Type(Tone.INK, FONT_SIZE, "normal", Anchor.START);
    static final Type HEADING = new Type(Tone.INK, 13, "bold", Anchor.START);
    static final Type QUIET = new Type(Tone.MUTED, FONT_SIZE, "normal", Anchor.START);

    Type tone(Tone other) {
      return new Type(other, size, weight, anchor);
    }

    Type size(int other) {
      return new Type(tone, other, weight, anchor);
    }

    Type bold() {
      return new Type(tone, size, "bold", anchor);
    }

    Type anchor(Anchor other) {
      return new Type(tone, size, weight, other);
    }
  }

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** Does one thing to the document. */
  private interface Part {
    void write() throws XMLStreamException;
  }

  /**
   * Begins a figure.
   *
   * @param width px
   * @param height px
   * @param title what it shows
   * @param description what is to be seen in it, for readers that don't see it
   */
  Svg(int width, int height, String title, String description) {
    try {
      this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
    part(
        () -> {
          xml.writeStartElement("svg");
          xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
          attributes(
              List.of(
                  "width", String.valueOf(width),
                  "height", String.valueOf(height),
                  "viewBox", "0 0 " + width + " " + height,
                  "role", "img",
                  "aria-label", valid(title + ". " + description),
                  "font-family", FONT,
                  "font-size", String.valueOf(FONT_SIZE)));
          xml.writeCharacters("\n");
        });
    textual("title", title, List.of());
    textual("desc", description, List.of());
    textual("style", Tone.css(), List.of());
    rectangle(0, 0, width, height, Paint.fill(Tone.PAPER));
  }

  /** Opens a group whose shapes share a tooltip. */
  Svg group(String tooltip) {
    part(() -> xml.writeStartElement("g"));
    textual("title", tooltip, List.of());
    return this;
  }

  /** Closes a group. */
  Svg endGroup() {
    part(
        () -> {
          xml.writeEndElement();
          xml.writeCharacters("\n");
        });
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, Paint paint) {
    return shape(
        "line", paint, "x1", pixels(x1), "y1", pixels(y1), "x2", pixels(x2), "y2", pixels(y2));
  }

  Svg rectangle(double x, double y, double width, double height, Paint paint) {
    return rectangle(x, y, width, height, 0, paint);
  }

  /** A rectangle with round corners. */
  Svg rectangle(double x, double y, double width, double height, double corner, Paint paint) {
    List<String> place =
        new ArrayList<>(
            List.of(
                "x", pixels(x), "y", pixels(y), "width", pixels(width), "height", pixels(height)));
    if (corner > 0) {
      place.addAll(List.of("rx", pixels(corner)));
    }
    return shape("rect", paint, place.toArray(String[]::new));
  }

  Svg circle(double x, double y, double radius, Paint paint) {
    return shape("circle", paint, "cx", pixels(x), "cy", pixels(y), "r", pixels(radius));
  }

  /** A path; nothing where it is empty. */
  Svg path(String data, Paint paint) {
    return data.isEmpty()
        ? this
        : shape("path", paint, "d", data, "stroke-linejoin", "round", "stroke-linecap", "round");
  }

  /** A text at its baseline. */
  Svg text(double x, double y, String content, Type type) {
    return text(x, y, content, type, 0);
  }

  /** A text that is turned about its place, by degrees. */
  Svg text(double x, double y, String content, Type type, int degrees) {
    List<String> attributes = new ArrayList<>();
    attributes.addAll(List.of("x", pixels(x), "y", pixels(y)));
    attributes.addAll(Paint.fill(type.tone()).attributes());
    if (type.size() != FONT_SIZE) {
      attributes.addAll(List.of("font-size", String.valueOf(type.size())));
    }
    if (!type.weight().equals("normal")) {
      attributes.addAll(List.of("font-weight", type.weight()));
    }
    if (type.anchor() != Anchor.START) {
      attributes.addAll(List.of("text-anchor", type.anchor().name().toLowerCase(Locale.ROOT)));
    }
    if (degrees != 0) {
      attributes.addAll(
          List.of("transform", "rotate(" + degrees + " " + pixels(x) + " " + pixels(y) + ")"));
    }
    textual("text", content, attributes);
    return this;
  }

  private Svg shape(String name, Paint paint, String... place) {
    List<String> attributes = new ArrayList<>(List.of(place));
    attributes.addAll(paint.attributes());
    part(
        () -> {
          xml.writeEmptyElement(name);
          attributes(attributes);
          xml.writeCharacters("\n");
        });
    return this;
  }

  private void textual(String name, String content, List<String> attributes) {
    part(
        () -> {
          xml.writeStartElement(name);
          attributes(attributes);
          xml.writeCharacters(valid(content));
          xml.writeEndElement();
          xml.writeCharacters("\n");
        });
  }

  private void attributes(List<String> attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.size(); i += 2) {
      xml.writeAttribute(attributes.get(i), attributes.get(i + 1));
    }
  }

  /** Characters that XML can't hold, such as those of a broken name, become question marks. */
  private static String valid(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "?");
  }

  /** Ends the figure, and gives its text. */
  String end() {
    part(
        () -> {
          xml.writeEndElement();
          xml.flush();
        });
    return text + "\n";
  }

  /** A length. */
  static String pixels(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static void part(Part part) {
    try {
      part.write();
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
  }

  private static IllegalStateException inMemory(XMLStreamException e) {
    return new IllegalStateException("Cannot write a figure in memory", e);
  }
}
