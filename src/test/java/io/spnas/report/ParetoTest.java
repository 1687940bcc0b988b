package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import io.spnas.train.EvaluationCounts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ParetoTest {
  private static final int IMAGES = 1000;

  private final SplittableRandom random = new SplittableRandom(3);

  private Pareto.Network network(double cost, int right) {
    Settings settings = Settings.parse("");
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    return new Pareto.Network(
        Architecture.random(space, random),
        cost,
        new EvaluationCounts(IMAGES, right, IMAGES, 0.5 * IMAGES));
  }

  /** Networks of pairs of cost and images that are right. */
  private Pareto pareto(double[]... found) {
    List<Pareto.Found> networks = new ArrayList<>();
    for (double[] point : found) {
      networks.add(
          new Pareto.Found(
              "runs/<a&b>/lambda-" + networks.size(),
              OptionalDouble.of(networks.size() / 1000.0),
              OptionalDouble.empty(),
              1,
              network(point[0], (int) point[1])));
    }
    List<Pareto.Network> samples = List.of(network(70, 640), network(95, 655), network(70, 640));
    return new Pareto(
        networks,
        List.of(new Pareto.Failed("runs/lambda-9", "no room")),
        samples,
        new Pareto.Provenance(
            "table<1>", "phone & co", "latency", "ms", 40, 2, "validation", false, 2048, "r", 1));
  }

  @Test
  void theFrontIsWhatNoOtherIsBetterThan() {
    Pareto pareto =
        pareto(
            new double[] {60, 700},
            new double[] {80, 800},
            new double[] {85, 790},
            new double[] {100, 900},
            new double[] {110, 900},
            new double[] {60, 650});
    assertThat(pareto.front()).containsExactly(true, true, false, true, false, false);
  }

  @Test
  void equalNetworksAreOnTheFrontTogether() {
    double[] point = {80, 800};
    assertThat(pareto(point, point, new double[] {80, 799}, new double[] {81, 800}).front())
        .containsExactly(true, true, false, false);
  }

  @Test
  void oneNetworkIsAFront() {
    assertThat(pareto(new double[] {80, 0}).front()).containsExactly(true);
  }

  @Test
  void theJsonHasEveryNetwork() {
    JsonNode json = ParetoJson.write(pareto(new double[] {60, 700}, new double[] {61, 500}));
    JsonNode first = json.path("searches").get(0);
    assertThat(first.path("runtime_ms").asDouble()).isEqualTo(60);
    assertThat(first.path("top1").asDouble()).isEqualTo(0.7);
    assertThat(first.path("cross_entropy").asDouble()).isEqualTo(0.5);
    assertThat(first.path("images").asInt()).isEqualTo(IMAGES);
    assertThat(first.path("objective").asText()).isEqualTo("latency");
    assertThat(first.path("architecture")).hasSize(20);
    assertThat(first.has("target_latency_ms")).isFalse();
    assertThat(json.path("searches").findValuesAsText("on_front")).containsExactly("true", "false");
    assertThat(json.path("random")).hasSize(3);
    assertThat(json.path("failed").get(0).path("reason").asText()).isEqualTo("no room");
    assertThat(json.path("provenance").path("space").path("blocks")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void thePictureIsXmlWithEveryNetwork(int found) throws Exception {
    double[][] points = new double[found][];
    for (int i = 0; i < found; i++) {
      points[i] = new double[] {60 + i, 700 + 3 * i};
    }
    Pareto pareto = pareto(points);
    String svg = ParetoPicture.svg(pareto);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    JsonNode json = ParetoJson.write(pareto);
    assertThat(ofClass(document, "circle", "found")).hasSize(json.path("searches").size());
    assertThat(ofClass(document, "path", "random")).hasSize(json.path("random").size());
    assertThat(ofClass(document, "polyline", "line").get(0).getAttribute("points").split(" "))
        .hasSize((int) pareto.front().stream().filter(on -> on).count());
    assertThat(texts(document)).contains("predicted latency, ms (phone & co)");
    assertThat(texts(document)).filteredOn(text -> text.startsWith("\u03bb ")).hasSize(found);
  }

  private static List<Element> ofClass(Document document, String name, String kind) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      Element element = (Element) nodes.item(i);
      if (List.of(element.getAttribute("class").split(" ")).contains(kind)) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static List<String> texts(Document document) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
