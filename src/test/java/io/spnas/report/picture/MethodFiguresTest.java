package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.report.picture.MethodFigures.Method;
import io.spnas.report.picture.MethodFigures.Network;
import io.spnas.report.picture.MethodFigures.Role;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

class MethodFiguresTest {
  private static final OptionalDouble TARGET = OptionalDouble.of(7.5);

  private static Network network(double top1, double milliseconds, double coreSeconds) {
    return new Network(
        "seed 0",
        top1,
        OptionalDouble.of(milliseconds),
        coreSeconds,
        List.of(Operation.SKIP, Operation.K3_E3, Operation.K5_E6));
  }

  private static final Method OURS =
      new Method(
          "ours",
          Role.REFERENCE,
          List.of(network(0.92, 7.0, 500), network(0.90, 7.2, 550)),
          "91.0 \u00b1 1.4",
          "525 (1.00\u00d7)");

  private static final Method DEAR =
      new Method(
          "dear & slow",
          Role.SEARCH,
          List.of(network(0.89, 7.4, 2000)),
          "89.0",
          "2,000 (3.81\u00d7)");

  private static final Method PUBLISHED =
      new Method(
          "published",
          Role.UNSEARCHED,
          List.of(new Network("seed 0", 0.95, OptionalDouble.of(20), 0, List.of())),
          "95.0",
          "no search");

  private static final Method FAILED =
      new Method("lost", Role.SEARCH, List.of(), "failed", "failed");

  private static final List<Method> ALL = List.of(OURS, DEAR, PUBLISHED, FAILED);

  @ParameterizedTest
  @EnumSource(Layout.class)
  void everyNetworkIsADotAndEveryMeanABar(Layout layout) throws Exception {
    Drawing drawing = new Drawing(MethodFigures.of(ALL, layout).top1());
    assertThat(drawing.of("value")).hasSize(4);
    assertThat(drawing.of("mean")).hasSize(3);
    double mean = Drawing.number(drawing.of("mean").get(0), "x1");
    double first = Drawing.number(drawing.of("value").get(0), "cx");
    double second = Drawing.number(drawing.of("value").get(1), "cx");
    assertThat(mean).isEqualTo((first + second) / 2, within(0.11));
    assertThat(first).isGreaterThan(second);
    assertThat(drawing.texts()).contains("ours", "91.0 \u00b1 1.4", "lost", "failed");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void whatCostsNothingHasNoPlaceOnALogarithmicAxis(Layout layout) throws Exception {
    Drawing drawing = new Drawing(MethodFigures.of(ALL, layout).cost());
    assertThat(drawing.of("value")).hasSize(3);
    assertThat(drawing.of("mean")).hasSize(2);
    assertThat(drawing.texts()).contains("published", "no search", "500", "1,000", "2,000");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aMethodIsAStarAboutItsMean(Layout layout) throws Exception {
    Drawing drawing =
        new Drawing(MethodFigures.of(ALL, layout).accuracyAgainstRuntime("runtime, ms", TARGET));
    assertThat(drawing.of("cell")).hasSize(4);
    assertThat(drawing.of("mean")).hasSize(3);
    assertThat(drawing.of("ray")).hasSize(4);
    assertThat(drawing.texts()).contains("ours", "dear & slow", "published", "target");
    Element ours = drawing.of("mean").get(0);
    List<double[]> front = Drawing.points(drawing.of("front").get(0));
    assertThat(front).as("ours and the published one").hasSize(2);
    assertThat(front.get(0)[0]).isEqualTo(Drawing.number(ours, "cx"), within(0.11));
    assertThat(front.get(0)[1]).isEqualTo(Drawing.number(ours, "cy"), within(0.11));
  }

  @Test
  void manyMethodsAreCalledByLetters() throws Exception {
    List<Method> many = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      many.add(
          new Method(
              "method-" + i, Role.SEARCH, List.of(network(0.9 + 0.001 * i, 7 + i, 9)), "", ""));
    }
    Drawing drawing =
        new Drawing(
            MethodFigures.of(many, Layout.WIDE)
                .accuracyAgainstRuntime("runtime, ms", OptionalDouble.empty()));
    assertThat(drawing.texts()).contains("method-8").doesNotContain("target");
    assertThat(drawing.texts()).filteredOn("I"::equals).as("at the mean and in the key").hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aNetworkIsAStripOfItsOperations(Layout layout) throws Exception {
    Drawing drawing = new Drawing(MethodFigures.of(ALL, layout).operations());
    int networks = 3;
    assertThat(drawing.of("skipped")).as("of networks and key").hasSize(networks + 1);
    assertThat(drawing.of("operation")).hasSize(2 * networks + 4);
    assertThat(drawing.texts())
        .contains("ours", "dear & slow", "seed 0")
        .doesNotContain("published", "lost");
    for (Element operation : drawing.of("operation")) {
      assertThat(Drawing.number(operation, "x") + Drawing.number(operation, "width"))
          .isLessThanOrEqualTo(layout.width());
    }
  }

  @Test
  void whereNothingIsDoneThatIsSaid() throws Exception {
    MethodFigures figures = MethodFigures.of(List.of(FAILED), Layout.WIDE);
    assertThat(new Drawing(figures.top1()).texts())
        .containsExactly("No network has been trained yet.");
    assertThat(new Drawing(figures.cost()).texts())
        .containsExactly("No search has taken any time yet.");
    assertThat(new Drawing(figures.operations()).texts())
        .containsExactly("No network of the space has been found yet.");
    assertThat(new Drawing(figures.accuracyAgainstRuntime("ms", TARGET)).texts())
        .containsExactly("No network has both a runtime and an accuracy.");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void oneNetworkIsEnough(Layout layout) throws Exception {
    MethodFigures figures = MethodFigures.of(List.of(DEAR), layout);
    assertThat(new Drawing(figures.top1()).of("value")).hasSize(1);
    assertThat(new Drawing(figures.cost()).of("value")).hasSize(1);
    OptionalDouble none = OptionalDouble.empty();
    assertThat(new Drawing(figures.accuracyAgainstRuntime("ms", none)).of("mean")).hasSize(1);
  }
}
