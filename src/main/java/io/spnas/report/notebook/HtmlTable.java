package io.spnas.report.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in HTML, in the look that Zeppelin gives its own; texts are escaped. */
final class HtmlTable {
  private final List<String> rows = new ArrayList<>();

  /** A row of column heads. */
  HtmlTable heads(List<String> names) {
    return add("th scope=\"col\"", "th", names);
  }

  /** A row whose first cell says what the others are of. */
  HtmlTable row(String head, List<String> cells) {
    rows.add(cell("th scope=\"row\"", "th", head) + cells(cells));
    return this;
  }

  private HtmlTable add(String open, String close, List<String> texts) {
    rows.add(texts.stream().map(text -> cell(open, close, text)).collect(Collectors.joining()));
    return this;
  }

  private static String cells(List<String> texts) {
    return texts.stream().map(text -> cell("td", "td", text)).collect(Collectors.joining());
  }

  private static String cell(String open, String close, String text) {
    return "<" + open + ">" + escaped(text) + "</" + close + ">";
  }

  /** A text as HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The whole table. */
  String html() {
    return rows.stream()
        .map(row -> "<tr>" + row + "</tr>\n")
        .collect(Collectors.joining("", "<table class=\"table table-striped\">\n", "</table>"));
  }
}
