package io.spnas.report.picture;

import io.spnas.train.StepRecord;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws images a second, and below it what the time of a step goes to. */
final class Throughput {
  private Throughput() {}

  static LineChart on(LineChart chart, List<StepRecord> records, ToDoubleFunction<StepRecord> x) {
    chart.panel(
        new Panel(
            "Images a second, all workers",
            Series.withMeans("", records, x, StepRecord::imagesPerSecond, Tone.BLUE),
            List.of(),
            Panel.Axis.FROM_ZERO));
    chart.panel(
        new Panel(
            "Time of a step, ms",
            List.of(
                part("compute", records, x, StepRecord::computeMilliseconds, Tone.BLUE),
                part("exchange", records, x, StepRecord::syncMilliseconds, Tone.ORANGE),
                part("input", records, x, StepRecord::inputMilliseconds, Tone.GREEN),
                part("rest", records, x, Throughput::rest, Tone.GREY)),
            List.of(),
            Panel.Axis.STACKED));
    return chart;
  }

  private static Series part(
      String name,
      List<StepRecord> records,
      ToDoubleFunction<StepRecord> x,
      ToDoubleFunction<StepRecord> milliseconds,
      Tone tone) {
    return Series.of(name, records, x, milliseconds, tone, Series.Form.LINE);
  }

  private static double rest(StepRecord record) {
    return Math.max(
        0,
        record.stepMilliseconds()
            - record.computeMilliseconds()
            - record.syncMilliseconds()
            - record.inputMilliseconds());
  }

  static String words(List<StepRecord> records) {
    if (records.isEmpty()) {
      return "No step has been recorded yet.";
    }
    double step = mean(records, StepRecord::stepMilliseconds);
    return String.format(
        "On average %s images a second; of a step's %s ms, %s %% are computing, %s %% the exchange"
            + " between workers, %s %% waiting for input.",
        Numbers.text(mean(records, StepRecord::imagesPerSecond)),
        Numbers.text(step),
        Numbers.percent(mean(records, StepRecord::computeMilliseconds) / step),
        Numbers.percent(mean(records, StepRecord::syncMilliseconds) / step),
        Numbers.percent(mean(records, StepRecord::inputMilliseconds) / step));
  }

  private static double mean(List<StepRecord> records, ToDoubleFunction<StepRecord> value) {
    return records.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
