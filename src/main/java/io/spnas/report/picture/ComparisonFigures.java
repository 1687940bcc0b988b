package io.spnas.report.picture;

import io.spnas.report.RunEvent;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of several runs over each other, each as an SVG element. Runs are called by letters, in
 * their order: A, B, C ...
 */
public final class ComparisonFigures {
  private static final List<Tone> TONES =
      List.of(Tone.BLUE, Tone.ORANGE, Tone.GREEN, Tone.PURPLE, Tone.PINK, Tone.GREY);

  private final List<RunView> runs;
  private final Layout layout;

  private ComparisonFigures(List<RunView> runs, Layout layout) {
    this.runs = List.copyOf(runs);
    this.layout = layout;
  }

  /** Figures for a page or a screen. */
  public static ComparisonFigures of(List<RunView> runs) {
    return of(runs, Layout.WIDE);
  }

  /** Figures that fit a layout. */
  public static ComparisonFigures of(List<RunView> runs, Layout layout) {
    return new ComparisonFigures(runs, layout);
  }

  /** What figures and tables call a run: A to Z, then AA and on. */
  public static String letter(int index) {
    String last = String.valueOf((char) ('A' + index % 26));
    return index < 26 ? last : letter(index / 26 - 1) + last;
  }

  /** Cross-entropy and R of the searches among the runs. */
  public String searchCurves() {
    List<Integer> searches = ofKind(RunView.Kind.SEARCH);
    if (searches.isEmpty()) {
      return Note.svg(layout, "None of the runs is a search.");
    }
    double steps =
        searches.stream().mapToInt(i -> runs.get(i).settings().search().steps()).max().orElse(1);
    LineChart chart =
        new LineChart(
            layout,
            "Cross-entropy and predicted runtime over the searches",
            words(searches),
            "step",
            0,
            steps);
    chart.panel(panel("Cross-entropy", searches, StepRecord::step, StepRecord::crossEntropy));
    chart.panel(
        panel(
            "Predicted runtime R, ms",
            searches,
            StepRecord::step,
            StepRecord::runtimeMilliseconds));
    marks(chart, searches, StepRecord::step);
    return chart.draw();
  }

  /** Training loss and validation's top-1 of the trainings among the runs. */
  public String trainingCurves() {
    List<Integer> trainings = ofKind(RunView.Kind.TRAINING);
    if (trainings.isEmpty()) {
      return Note.svg(layout, "None of the runs is a training.");
    }
    double epochs =
        trainings.stream()
            .mapToDouble(i -> runs.get(i).settings().train().epochs())
            .max()
            .orElse(1);
    LineChart chart =
        new LineChart(
            layout,
            "Cross-entropy and validation over the trainings",
            words(trainings),
            "epoch",
            0,
            epochs);
    chart.panel(
        panel("Training cross-entropy", trainings, StepRecord::epoch, StepRecord::crossEntropy));
    List<Series> validated = new ArrayList<>();
    for (int i : trainings) {
      List<StepRecord> records =
          runs.get(i).records().stream().filter(r -> r.validation().isPresent()).toList();
      validated.add(
          Series.of(
              letter(i),
              records,
              StepRecord::epoch,
              record -> 100 * record.validation().orElseThrow().top1(),
              tone(i),
              Series.Form.DOTS));
    }
    chart.panel(new Panel("Validation top-1, %", validated, List.of(), Panel.Axis.LINEAR));
    marks(chart, trainings, StepRecord::epoch);
    return chart.draw();
  }

  /** The network of a run. */
  public String network(int index) {
    return RunFigures.of(runs.get(index), layout).network();
  }

  /**
   * Accuracy against predicted runtime.
   *
   * @param networks what is known of each run's network; those without both have no place
   */
  public String pareto(List<Measured> networks, String table) {
    List<ScatterPicture.Point> points = new ArrayList<>();
    for (Measured own : networks) {
      boolean behind = networks.stream().anyMatch(other -> other.isBetterThan(own));
      points.add(
          new ScatterPicture.Point(
              letter(own.index),
              own.milliseconds,
              100 * own.top1,
              behind ? ScatterPicture.Kind.BEHIND : ScatterPicture.Kind.FRONT));
    }
    return points.isEmpty()
        ? Note.svg(layout, "No network has both a predicted runtime and a measured accuracy.")
        : ScatterPicture.svg(
            layout,
            "Top-1 on unseen images against predicted runtime",
            "predicted runtime, ms (table " + table + ")",
            "Top-1, %",
            points);
  }

  /**
   * A run's network with what it costs and what it is worth.
   *
   * @param index of the run
   * @param milliseconds predicted runtime
   * @param top1 share of unseen images that are right, 0 to 1
   */
  public record Measured(int index, double milliseconds, double top1) {
    boolean isBetterThan(Measured other) {
      boolean better = milliseconds < other.milliseconds || top1 > other.top1;
      return milliseconds <= other.milliseconds && top1 >= other.top1 && better;
    }
  }

  private List<Integer> ofKind(RunView.Kind kind) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).kind() == kind) {
        found.add(i);
      }
    }
    return found;
  }

  private static Tone tone(int index) {
    return TONES.get(index % TONES.size());
  }

  private Panel panel(
      String title,
      List<Integer> chosen,
      ToDoubleFunction<StepRecord> x,
      ToDoubleFunction<StepRecord> y) {
    List<Series> series = new ArrayList<>();
    for (int i : chosen) {
      List<Series> lines = Series.withMeans(letter(i), runs.get(i).records(), x, y, tone(i));
      series.add(lines.get(0));
      series.add(i < TONES.size() ? lines.get(1) : lines.get(1).as(letter(i), Series.Form.DASHED));
    }
    return new Panel(title, series, List.of(), Panel.Axis.LINEAR);
  }

  private void marks(LineChart chart, List<Integer> chosen, ToDoubleFunction<StepRecord> x) {
    for (int i : chosen) {
      RunView run = runs.get(i);
      for (RunEvent event : run.events()) {
        run.records().stream()
            .filter(record -> record.step() >= event.step())
            .findFirst()
            .ifPresent(
                record -> {
                  Marks mark = Marks.of(List.of(event)).get(0);
                  chart.mark(
                      x.applyAsDouble(record),
                      letter(i) + " " + mark.name(),
                      letter(i) + " " + mark.detail());
                });
      }
    }
  }

  private String words(List<Integer> chosen) {
    StringBuilder words = new StringBuilder();
    for (int i : chosen) {
      runs.get(i)
          .last()
          .ifPresent(
              last ->
                  words
                      .append(letter(i))
                      .append(" ends at step ")
                      .append(last.step())
                      .append(" with a cross-entropy of ")
                      .append(Numbers.text(last.crossEntropy()))
                      .append(". "));
    }
    return words.isEmpty() ? "No step has been recorded yet." : words.toString().strip();
  }
}
