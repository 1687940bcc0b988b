package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.StepSeries;
import io.spnas.bench.StepTime;
import io.spnas.bench.SupernetSeries;
import io.spnas.bench.Turn;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Tells what supernets cost, each beside the first. */
final class SupernetsReport {
  private static final double MEBIBYTE = 1 << 20;

  private final List<SupernetSeries> all;
  private final int batch;

  /** A figure of which ratios are told. */
  private record Figure(String field, String title, ToDoubleFunction<SupernetSeries> value) {
    double ratio(SupernetSeries series, SupernetSeries first) {
      return value.applyAsDouble(series) / value.applyAsDouble(first);
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("parameters", "parameters", series -> series.size().parameters()),
          new Figure("native_memory", "layers' memory", series -> series.size().nativeBytes()),
          new Figure("resident_memory", "resident", SupernetSeries::peakMebibytes),
          new Figure("step", "step, best", series -> series.milliseconds(StepSeries::best)),
          new Figure(
              "step_median", "step, median", series -> series.milliseconds(StepSeries::median)));

  /**
   * @param all what was measured; ratios are to the first
   * @param batch images a step
   */
  SupernetsReport(List<SupernetSeries> all, int batch) {
    this.all = all;
    this.batch = batch;
  }

  /** Tables of sizes, of times and of ratios. */
  void print(PrintStream words) {
    words.printf(
        "%-20s %12s %10s %20s %14s%n",
        "", "weights", "decisions", "layers' memory, MiB", "resident, MiB");
    for (SupernetSeries each : all) {
      words.printf(
          Locale.ROOT,
          "%-20s %,12d %10d %20.0f %14.0f%n",
          each.strategy(),
          each.size().weights(),
          each.size().decisions(),
          each.size().nativeBytes() / MEBIBYTE,
          each.peakMebibytes());
    }
    words.println();
    words.printf(
        "%-20s %19s %19s %19s %19s%n",
        "best / median", "weights, ms", "architecture, ms", "mean step, ms", "images/s");
    all.forEach(each -> printTimes(words, each));
    words.println();
    words.printf("%-20s", "times " + all.get(0).strategy());
    FIGURES.forEach(figure -> words.printf(" %15s", figure.title()));
    words.println();
    for (SupernetSeries each : all) {
      words.printf("%-20s", each.strategy());
      FIGURES.forEach(
          figure -> words.printf(Locale.ROOT, " %15.2f", figure.ratio(each, all.get(0))));
      words.println();
    }
  }

  private void printTimes(PrintStream words, SupernetSeries series) {
    words.printf(
        "%-20s %19s %19s %19s %19s%n",
        series.strategy(),
        turn(series, Turn.WEIGHTS),
        turn(series, Turn.ARCHITECTURE),
        both(series.milliseconds(StepSeries::best), series.milliseconds(StepSeries::median)),
        both(
            imagesPerSecond(series, StepSeries::best),
            imagesPerSecond(series, StepSeries::median)));
  }

  private static String turn(SupernetSeries series, Turn turn) {
    return series
        .turn(turn)
        .map(times -> both(times.best().total(), times.median().total()))
        .orElse("-");
  }

  private static String both(double best, double median) {
    return String.format(Locale.ROOT, "%.1f / %.1f", best, median);
  }

  private double imagesPerSecond(SupernetSeries series, Function<StepSeries, StepTime> choice) {
    return batch * 1000 / series.milliseconds(choice);
  }

  /** The same as fields of a JSON object, which is returned. */
  ObjectNode put(ObjectNode json) {
    ArrayNode supernets = json.putArray("supernets");
    for (SupernetSeries series : all) {
      ObjectNode node = supernets.addObject();
      node.put("strategy", series.strategy());
      node.put("weights", series.size().weights());
      node.put("decisions", series.size().decisions());
      node.put("native_bytes", series.size().nativeBytes());
      node.put("resident_mib", series.peakMebibytes());
      for (Turn turn : Turn.values()) {
        series.turn(turn).ifPresent(times -> put(node, turn, times));
      }
      node.put("step_ms", series.milliseconds(StepSeries::best));
      node.put("step_ms_median", series.milliseconds(StepSeries::median));
      node.put("images_per_second", imagesPerSecond(series, StepSeries::best));
      node.put("images_per_second_median", imagesPerSecond(series, StepSeries::median));
      ObjectNode ratios = node.putObject("ratios");
      FIGURES.forEach(figure -> ratios.put(figure.field(), figure.ratio(series, all.get(0))));
    }
    return json;
  }

  private static void put(ObjectNode node, Turn turn, StepSeries times) {
    String name = turn.name().toLowerCase(Locale.ROOT);
    node.put(name + "_step_ms", times.best().total());
    node.put(name + "_step_ms_median", times.median().total());
  }
}
