package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.report.ExampleRun;
import io.spnas.report.RunEvent;
import io.spnas.train.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class SearchCurveTest {
  private static final double PIXEL = 0.15;

  private static Drawing draw(List<StepRecord> records, Layout layout) throws Exception {
    RunEvent restart =
        new RunEvent(RunEvent.Kind.RESTART, 50, 3, 2, "host <b> & co lost", Instant.EPOCH);
    return new Drawing(
        new SearchCurve(records, List.of(restart), 100, 25, OptionalDouble.of(81)).svg(layout));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 20})
  void everyRecordIsAVertexOfBothLines(int count) throws Exception {
    List<StepRecord> records = ExampleRun.searchRecords(1, 5 * count, 5);
    List<Element> lines = draw(records, Layout.WIDE).of("raw");
    assertThat(lines).hasSize(count == 0 ? 0 : 2);
    assertThat(lines).allSatisfy(line -> assertThat(Drawing.points(line)).hasSize(count));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void placesAreInProportionToStepsAndValues(Layout layout) throws Exception {
    List<StepRecord> records = ExampleRun.searchRecords(1, 100, 5);
    Drawing drawing = draw(records, layout);
    List<double[]> points = Drawing.points(drawing.of("raw").get(1));
    double[] first = points.get(0);
    double[] last = points.get(points.size() - 1);
    double perStep = (last[0] - first[0]) / 95;
    double perMillisecond =
        (points.get(1)[1] - first[1])
            / (records.get(1).runtimeMilliseconds() - records.get(0).runtimeMilliseconds());
    assertThat(perMillisecond).as("upwards").isNegative();
    for (int i = 0; i < points.size(); i++) {
      StepRecord record = records.get(i);
      assertThat(points.get(i)[0])
          .isEqualTo(first[0] + perStep * (record.step() - 5), within(PIXEL));
    }
    Element shade = drawing.of("shade").get(0);
    assertThat(Drawing.number(shade, "width")).isEqualTo(25 * perStep, within(PIXEL));
    assertThat(Drawing.number(shade, "x")).isEqualTo(first[0] - 5 * perStep, within(PIXEL));
    String mark = drawing.of("mark").get(0).getAttribute("d");
    assertThat(Double.parseDouble(mark.substring(1, mark.indexOf(' '))))
        .as("restart at step 50")
        .isEqualTo(first[0] + 45 * perStep, within(PIXEL));
    assertThat(drawing.of("level")).hasSize(1);
    assertThat(last[0]).isLessThan(layout.width());
  }

  @Test
  void equalValuesHaveEqualHeights() throws Exception {
    List<StepRecord> records = new ArrayList<>(ExampleRun.searchRecords(1, 100, 10));
    List<double[]> points = Drawing.points(draw(records, Layout.WIDE).of("raw").get(0));
    for (int i = 2; i < records.size(); i++) {
      double share =
          (records.get(i).crossEntropy() - records.get(0).crossEntropy())
              / (records.get(1).crossEntropy() - records.get(0).crossEntropy());
      assertThat(points.get(i)[1])
          .isEqualTo(
              points.get(0)[1] + share * (points.get(1)[1] - points.get(0)[1]), within(2 * PIXEL));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberLeavesAGap(double value) throws Exception {
    List<StepRecord> records = new ArrayList<>(ExampleRun.searchRecords(1, 50, 10));
    records.set(2, with(records.get(2), value));
    Element line = draw(records, Layout.WIDE).of("raw").get(0);
    assertThat(line.getAttribute("d").chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(Drawing.points(line)).hasSize(4);
  }

  @Test
  void aRunOfNothingButNaNIsDrawn() throws Exception {
    List<StepRecord> records =
        ExampleRun.searchRecords(1, 50, 10).stream().map(r -> with(r, Double.NaN)).toList();
    assertThat(draw(records, Layout.NARROW).texts()).contains("Cross-entropy");
  }

  @Test
  void theDescriptionTellsBothEnds() throws Exception {
    List<StepRecord> records = ExampleRun.searchRecords(1, 100, 10);
    String label = draw(records, Layout.WIDE).root().getAttribute("aria-label");
    assertThat(label)
        .contains(
            "step 10 to step 100",
            Numbers.text(records.get(0).crossEntropy()),
            Numbers.text(records.get(9).runtimeMilliseconds()));
  }

  /** The record with a value in place of cross-entropy and R. */
  private static StepRecord with(StepRecord record, double value) {
    return new StepRecord(
        record.step(),
        record.epoch(),
        value,
        value,
        Double.NaN,
        value,
        0,
        0,
        value,
        value,
        value,
        value,
        value,
        value,
        value,
        record.indicators(),
        record.arguments(),
        Optional.empty());
  }
}
