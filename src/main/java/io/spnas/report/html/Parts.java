package io.spnas.report.html;

import io.spnas.report.picture.Layout;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What several sections consist of. */
final class Parts {
  /** Nothing, a dash, or a number, which may be a bound, have a deviation or begin a range. */
  private static final String NUMBERS =
      "|-|(< )?[-+]?[0-9][0-9.,:e+-]*( (\u00b1|to) [-+]?[0-9][0-9.,]*)?";

  private Parts() {}

  /**
   * A figure for screens and paper, and the same for phones, of which one is shown.
   *
   * @param name of the figure; its id is {@code figure-} and this
   * @param draw draws it to fit a layout
   * @param caption what it takes to read it
   */
  static void figure(Html html, String name, Function<Layout, String> draw, String caption) {
    html.open("figure", "id", "figure-" + name);
    html.open("div", "class", "wide").figure(draw.apply(Layout.WIDE)).close();
    html.open("div", "class", "narrow").figure(draw.apply(Layout.NARROW)).close();
    html.element("figcaption", caption);
    html.close();
  }

  /**
   * A table whose first column names its rows. Where it is wider than the page, it scrolls by
   * itself.
   *
   * @param caption what it is of
   * @param heads names of the columns
   * @param rows cells of each row; numbers are set to the right
   */
  static void table(Html html, String caption, List<String> heads, List<List<String>> rows) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    html.open("table").element("caption", caption);
    html.open("thead").open("tr");
    for (int c = 0; c < heads.size(); c++) {
      html.element("th", heads.get(c), "scope", "col", "class", side(rows, c));
    }
    html.close().close();
    html.open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      html.element("th", row.get(0), "scope", "row", "class", side(rows, 0));
      for (int c = 1; c < row.size(); c++) {
        html.element("td", row.get(c), "class", side(rows, c));
      }
      html.close();
    }
    html.close().close().close();
  }

  /** A column of numbers, most of it, is set to the right. */
  private static String side(List<List<String>> rows, int column) {
    long numbers = rows.stream().filter(row -> row.get(column).matches(NUMBERS)).count();
    return 2 * numbers > rows.size() ? "number" : "text";
  }

  /** A part that is opened by a click. */
  static void details(Html html, String summary, Runnable content) {
    details(html, "folds", summary, content);
  }

  /** A part that is opened by a click, and stands open on paper. */
  static void printedDetails(Html html, String summary, Runnable content) {
    details(html, "prints", summary, content);
  }

  private static void details(Html html, String kind, String summary, Runnable content) {
    html.open("details", "class", kind).element("summary", summary);
    content.run();
    html.close();
  }

  /** Names and values. */
  static void facts(Html html, Map<String, String> facts) {
    html.open("dl", "class", "facts");
    facts.forEach((name, value) -> html.element("dt", name).element("dd", value));
    html.close();
  }
}
