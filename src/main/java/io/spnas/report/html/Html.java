package io.spnas.report.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML: elements close in the order in which they were opened, and whatever is text, or the
 * value of an attribute, is escaped.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are name, value, name, value ... */
  Html open(String name, String... attributes) {
    tag(name, attributes);
    open.push(name);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element around a text. */
  Html element(String name, String text, String... attributes) {
    tag(name, attributes);
    out.append(escaped(text)).append("</").append(name).append(">\n");
    return this;
  }

  /** An element without content or end, such as {@code meta}. */
  Html empty(String name, String... attributes) {
    tag(name, attributes);
    out.append('\n');
    return this;
  }

  /** A text. */
  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** A figure, which has been escaped where it was drawn. */
  Html figure(String svg) {
    out.append(svg);
    return this;
  }

  /** A style sheet of the project's own. */
  Html style(String css) {
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private void tag(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]);
      out.append("=\"").append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
  }

  /** The document so far; all elements must be closed. */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Element " + open.peek() + " is still open");
    }
    return "<!DOCTYPE html>\n" + out;
  }

  /** Also of characters that no document may hold, as a broken name may. */
  private static String escaped(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
