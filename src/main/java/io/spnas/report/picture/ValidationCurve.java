package io.spnas.report.picture;

import io.spnas.train.StepRecord;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws a training's loss and top-1, on training images and on those of the validation split. */
final class ValidationCurve {
  private ValidationCurve() {}

  static LineChart on(LineChart chart, List<StepRecord> records) {
    List<StepRecord> validated =
        records.stream().filter(record -> record.validation().isPresent()).toList();
    chart.panel(
        new Panel(
            "Cross-entropy",
            series(
                records,
                validated,
                StepRecord::crossEntropy,
                record -> record.validation().orElseThrow().loss()),
            List.of(),
            Panel.Axis.LINEAR));
    chart.panel(
        new Panel(
            "Top-1, %",
            series(
                records,
                validated,
                record -> 100 * record.top1(),
                record -> 100 * record.validation().orElseThrow().top1()),
            List.of(),
            Panel.Axis.LINEAR));
    return chart;
  }

  private static List<Series> series(
      List<StepRecord> records,
      List<StepRecord> validated,
      ToDoubleFunction<StepRecord> training,
      ToDoubleFunction<StepRecord> validation) {
    List<Series> lines = Series.withMeans("train", records, StepRecord::epoch, training, Tone.GREY);
    Series dots =
        Series.of("valid.", validated, StepRecord::epoch, validation, Tone.BLUE, Series.Form.DOTS);
    return List.of(lines.get(0), lines.get(1), dots);
  }

  static String words(List<StepRecord> records) {
    return records.stream()
        .filter(record -> record.validation().isPresent())
        .reduce((first, second) -> second)
        .map(
            record ->
                String.format(
                    "After epoch %s, top-1 is %s %% of the validation split, its cross-entropy %s.",
                    Numbers.epochs(record.epoch()),
                    Numbers.percent(record.validation().orElseThrow().top1()),
                    Numbers.text(record.validation().orElseThrow().loss())))
        .orElse("Nothing has been evaluated yet.");
  }
}
