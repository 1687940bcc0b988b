package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.report.ExampleRun;
import io.spnas.report.RunNetwork;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class RunFiguresTest {
  @TempDir private Path temporary;

  private RunView search(int layers, int upTo, int every) throws Exception {
    Path run = temporary.resolve("search-" + layers + "-" + upTo);
    return ExampleRun.view(
        ExampleRun.search(run, layers, ExampleRun.searchRecords(layers, upTo, every)));
  }

  private RunView training(int classes) throws Exception {
    List<String> labels =
        IntStream.range(0, classes).mapToObj(c -> "class <" + c + "> & its long name").toList();
    return ExampleRun.view(ExampleRun.training(temporary.resolve("t" + classes), labels));
  }

  private static List<String> all(RunView run, Layout layout) {
    RunFigures figures = RunFigures.of(run, layout);
    return List.of(
        figures.searchCurve(),
        figures.learningRate(),
        figures.throughput(),
        figures.decisionCurves(),
        figures.indicators(),
        figures.validation(),
        figures.network(),
        figures.latency(),
        figures.confusion());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "1, 2", "4, 100", "60, 100"})
  void everyFigureOfEverySearchIsXmlWithoutNaN(int layers, int upTo) throws Exception {
    RunView run = search(layers, upTo, 1);
    for (Layout layout : Layout.values()) {
      for (String svg : all(run, layout)) {
        Drawing drawing = new Drawing(svg);
        assertThat(drawing.root().getAttribute("role")).isEqualTo("img");
        assertThat(drawing.root().getAttribute("aria-label")).hasSizeGreaterThan(20);
        assertThat(Drawing.number(drawing.root(), "width")).isEqualTo(layout.width());
      }
    }
  }

  @Test
  void everyFigureOfATrainingIsXmlWithoutNaN() throws Exception {
    RunView run = training(4);
    for (Layout layout : Layout.values()) {
      for (String svg : all(run, layout)) {
        assertThat(new Drawing(svg).texts()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60})
  void everyOpenDecisionIsACurve(int layers) throws Exception {
    Drawing drawing =
        new Drawing(RunFigures.of(search(layers, ExampleRun.STEPS, 5)).decisionCurves());
    // All layers but the first have three.
    assertThat(drawing.of("decision")).hasSize(3 * layers - 1);
    assertThat(drawing.of("decision"))
        .allSatisfy(curve -> assertThat(Drawing.points(curve)).hasSize(20));
    assertThat(drawing.texts()).filteredOn(text -> text.startsWith("layer ")).hasSize(layers);
  }

  @Test
  void stripsCoverTheStepsInWhichADecisionWasOn() throws Exception {
    RunView run = search(3, ExampleRun.STEPS, 1);
    Drawing drawing = new Drawing(RunFigures.of(run).indicators());
    double on = 0;
    for (StepRecord record : run.records()) {
      for (int l = 0; l < 3; l++) {
        for (int d = 0; d < 3; d++) {
          on += record.indicators()[l][d] > 0 && (l > 0 || d != 1) ? 1 : 0;
        }
      }
    }
    double width = 0;
    for (Element shade : drawing.of("on-5")) {
      width +=
          Arrays.stream(shade.getAttribute("d").split("M"))
              .filter(cell -> !cell.isEmpty())
              .mapToDouble(cell -> Double.parseDouble(cell.split("[hv]")[1]))
              .sum();
    }
    double perStep = (Layout.WIDE.width() - 104.0) / ExampleRun.STEPS;
    assertThat(width / perStep).isEqualTo(on, within(0.02 * on));
  }

  @Test
  void partsOfAStepAreAreasInProportion() throws Exception {
    Drawing drawing = new Drawing(RunFigures.of(search(1, ExampleRun.STEPS, 5)).throughput());
    List<Double> heights =
        drawing.of("area").stream()
            .map(Drawing::points)
            .map(points -> points.get(points.size() - 1)[1] - points.get(0)[1])
            .toList();
    double unit = heights.get(0) / 12;
    assertThat(heights).hasSize(4);
    assertThat(heights.get(1) / unit).as("exchange, ms").isEqualTo(4, within(0.1));
    assertThat(heights.get(2) / unit).as("input, ms").isEqualTo(3, within(0.1));
    assertThat(heights.get(3) / unit).as("rest, ms").isEqualTo(1, within(0.1));
  }

  @Test
  void everyLayerHasABarAsLongAsItsRuntime() throws Exception {
    RunView run = search(6, ExampleRun.STEPS, 50);
    RunNetwork network = RunNetwork.of(run);
    LatencyPrediction prediction =
        LatencyPrediction.of(network.table(), network.architecture().orElseThrow());
    Drawing drawing = new Drawing(RunFigures.of(run).latency());
    List<Double> costs = new ArrayList<>(List.of(prediction.base()));
    prediction.layers().forEach(layer -> costs.add(layer.milliseconds()));
    List<Double> lengths =
        drawing.of("bar").stream().map(bar -> Drawing.number(bar, "width")).toList();
    double unit = Collections.max(lengths) / Collections.max(costs);
    assertThat(lengths).hasSameSizeAs(costs);
    for (int i = 0; i < costs.size(); i++) {
      assertThat(lengths.get(i)).isEqualTo(costs.get(i) * unit, within(0.2));
    }
    assertThat(drawing.texts())
        .anyMatch(
            text ->
                text.contains(Numbers.text(prediction.total()) + " ")
                    && text.contains("table multiply-adds"));
  }

  @Test
  void evaluationsAreDotsAtTheirEpochs() throws Exception {
    RunView run = training(4);
    Drawing drawing = new Drawing(RunFigures.of(run).validation());
    long evaluations = run.records().stream().filter(r -> r.validation().isPresent()).count();
    assertThat(drawing.of("dot")).hasSize(2 * (int) evaluations);
    double first = Drawing.number(drawing.of("dot").get(0), "cx");
    double second = Drawing.number(drawing.of("dot").get(1), "cx");
    double third = Drawing.number(drawing.of("dot").get(2), "cx");
    assertThat(third - second).isEqualTo(second - first, within(0.2));
  }

  @Test
  void aFewClassesAreCellsWithNumbers() throws Exception {
    RunView run = training(5);
    Drawing drawing = new Drawing(RunFigures.of(run).confusion());
    assertThat(drawing.of("cell")).hasSize(15);
    assertThat(drawing.of("diagonal")).hasSize(5);
    assertThat(drawing.texts()).filteredOn("2"::equals).hasSize(5);
    assertThat(drawing.texts()).filteredOn("1"::equals).hasSize(10);
    assertThat(drawing.texts()).contains("class <0> & its l\u2026");
  }

  @Test
  void manyClassesAreCoarse() throws Exception {
    Drawing drawing = new Drawing(RunFigures.of(training(1000)).confusion());
    long cells =
        drawing.of("cell").stream()
            .mapToLong(cell -> cell.getAttribute("d").chars().filter(c -> c == 'M').count())
            .sum();
    // Twenty classes to a row: mistakes for the next two classes leave it at its end only.
    assertThat(cells).isEqualTo(100);
  }

  @Test
  void longRunsStayOfASizeThatAPageCanHold() throws Exception {
    int steps = 20_000;
    RunView run = search(20, ExampleRun.STEPS, 1);
    Settings settings = Settings.parse(run.settings().render() + "search.steps = " + steps);
    RunView longer =
        new RunView(
            run.directory(),
            run.kind(),
            settings,
            run.starts(),
            ExampleRun.searchRecords(20, steps, 1),
            List.of(),
            run.architecture(),
            Optional.empty(),
            Optional.empty(),
            run.lastChange());
    assertThat(all(longer, Layout.WIDE).stream().map(String::length))
        .allSatisfy(length -> assertThat(length).isLessThan(400_000));
  }
}
