package io.spnas.report.html;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A page: a head, links to its sections, the sections, and a line at the end.
 *
 * @param title of the document
 * @param head writes what stands first, the one h1 among it
 * @param sections in their order
 * @param end the line at the end
 */
record Page(String title, Consumer<Html> head, List<Section> sections, String end) {
  String html() {
    List<Section> shown = sections.stream().filter(Section::isShown).toList();
    Html html = new Html();
    html.open("html", "lang", "en");
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    // An icon of its own, or browsers would ask the page's host for one.
    html.empty("link", "rel", "icon", "href", "data:,");
    html.element("title", title);
    html.style(Style.css());
    html.close();
    html.open("body");
    html.open("header");
    head.accept(html);
    links(html, shown);
    html.close();
    html.open("main");
    for (Section section : shown) {
      html.open("section", "id", id(section), "aria-labelledby", id(section) + "-h");
      html.element("h2", section.title(), "id", id(section) + "-h");
      section.write(html);
      html.close();
    }
    html.close();
    html.element("footer", end);
    return html.close().close().document();
  }

  private static void links(Html html, List<Section> sections) {
    html.open("nav", "aria-label", "Sections").open("ul");
    for (Section section : sections) {
      html.open("li").element("a", section.title(), "href", "#" + id(section)).close();
    }
    html.close().close();
  }

  private static String id(Section section) {
    return section.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
