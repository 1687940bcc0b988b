package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A figure, taken apart by a parser of XML. */
final class Drawing {
  private final Document document;

  /**
   * @param svg the figure; it must be well formed, and all its numbers must be numbers
   */
  Drawing(String svg) throws Exception {
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    this.document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  Element root() {
    return document.getDocumentElement();
  }

  /** All elements of a class. */
  List<Element> of(String kind) {
    return elements(
        "*", element -> List.of(element.getAttribute("class").split(" ")).contains(kind));
  }

  List<String> texts() {
    return elements("text", element -> true).stream().map(Element::getTextContent).toList();
  }

  /** Vertices of a path. */
  static List<double[]> points(Element path) {
    List<double[]> points = new ArrayList<>();
    for (String point : path.getAttribute("d").split("[MLZ]")) {
      if (!point.isBlank()) {
        String[] pair = point.strip().split(" ");
        points.add(new double[] {Double.parseDouble(pair[0]), Double.parseDouble(pair[1])});
      }
    }
    return points;
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private List<Element> elements(String name, Predicate<Element> condition) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      Element element = (Element) nodes.item(i);
      if (condition.test(element)) {
        elements.add(element);
      }
    }
    return elements;
  }
}
