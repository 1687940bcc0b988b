package io.spnas.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a picture in SVG 1.1. What an element's class adds to its look, the style says. */
final class SvgWriter {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** Does one thing to the document. */
  private interface Part {
    void write() throws XMLStreamException;
  }

  /**
   * Begins a picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param title what it shows, for readers that don't see it
   * @param style CSS
   */
  SvgWriter(int width, int height, String title, String style) {
    try {
      this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
    part(
        () -> {
          xml.writeStartDocument("UTF-8", "1.0");
          xml.writeCharacters("\n");
          xml.writeStartElement("svg");
          xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
          xml.writeAttribute("width", String.valueOf(width));
          xml.writeAttribute("height", String.valueOf(height));
          xml.writeAttribute("viewBox", "0 0 " + width + " " + height);
          xml.writeAttribute("font-family", "sans-serif");
          xml.writeAttribute("font-size", "12");
          xml.writeCharacters("\n");
        });
    text("title", title);
    text("style", style);
  }

  /** An element without content; attributes are name, value, name, value ... */
  SvgWriter element(String name, String... attributes) {
    part(
        () -> {
          xml.writeEmptyElement(name);
          attributes(attributes);
          xml.writeCharacters("\n");
        });
    return this;
  }

  /** An element around a text. */
  SvgWriter text(String name, String content, String... attributes) {
    part(
        () -> {
          xml.writeStartElement(name);
          attributes(attributes);
          xml.writeCharacters(content);
          xml.writeEndElement();
          xml.writeCharacters("\n");
        });
    return this;
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  /** Ends the picture, and gives the document. */
  String end() {
    part(
        () -> {
          xml.writeEndElement();
          xml.writeEndDocument();
          xml.flush();
        });
    return text + "\n";
  }

  /** A length in pixels. */
  static String pixels(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static void part(Part part) {
    try {
      part.write();
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
  }

  private static IllegalStateException inMemory(XMLStreamException e) {
    return new IllegalStateException("Cannot write a picture in memory", e);
  }
}
