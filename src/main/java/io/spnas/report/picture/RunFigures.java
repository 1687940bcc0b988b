package io.spnas.report.picture;

import io.spnas.config.InvalidInputException;
import io.spnas.config.SearchSettings;
import io.spnas.latency.LatencyTable;
import io.spnas.report.RunEvaluation;
import io.spnas.report.RunEvent;
import io.spnas.report.RunNetwork;
import io.spnas.report.RunView;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import io.spnas.train.StepRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a run, each as an SVG element that stands alone or within a page. What a run does
 * not have, or has not yet, is a line of text in place of its figure.
 */
public final class RunFigures {
  private final RunView run;
  private final Layout layout;

  private RunFigures(RunView run, Layout layout) {
    this.run = run;
    this.layout = layout;
  }

  /** Figures of a run for a page or a screen. */
  public static RunFigures of(RunView run) {
    return of(run, Layout.WIDE);
  }

  /** Figures of a run that fit a layout. */
  public static RunFigures of(RunView run, Layout layout) {
    return new RunFigures(run, layout);
  }

  /** Cross-entropy and R over the steps of a search. */
  public String searchCurve() {
    SearchSettings search = run.settings().search();
    return new SearchCurve(
            run.records(),
            run.events(),
            search.steps(),
            search.warmupSteps(),
            search.targetLatencyMs())
        .svg(layout);
  }

  /** The learning rate over steps of a search, or epochs of a training. */
  public String learningRate() {
    Panel panel =
        new Panel(
            "Learning rate",
            List.of(
                Series.of(
                    "",
                    run.records(),
                    across(),
                    StepRecord::learningRate,
                    Tone.PURPLE,
                    Series.Form.LINE)),
            List.of(),
            Panel.Axis.FROM_ZERO);
    String words =
        run.last()
            .map(last -> "At last it is " + Numbers.text(last.learningRate()) + ".")
            .orElse("No step has been recorded yet.");
    return chart("Learning rate", words).panel(panel).draw();
  }

  /** Images a second, and what the time of a step goes to. */
  public String throughput() {
    LineChart chart = chart("Images a second and time of a step", Throughput.words(run.records()));
    return Throughput.on(chart, run.records(), across()).draw();
  }

  /** Norm minus threshold of each searchable layer over the steps of a search. */
  public String decisionCurves() {
    return new DecisionCurves(decisions(), layout).svg();
  }

  /** Decisions that were on, by searchable layer, over the steps of a search. */
  public String indicators() {
    return new IndicatorStrip(decisions(), layout).svg();
  }

  /** Loss and top-1 of a training, on training images and on those of the validation split. */
  public String validation() {
    LineChart chart =
        chart("Cross-entropy and top-1 over the training", ValidationCurve.words(run.records()));
    return ValidationCurve.on(chart, run.records()).draw();
  }

  /** The network that was found, or is trained, as blocks. */
  public String network() {
    String title = run.kind() == RunView.Kind.SEARCH ? "The network found" : "The network trained";
    RunNetwork network = RunNetwork.of(run);
    return network
        .architecture()
        .map(found -> NetworkPicture.svg(found, title, layout))
        .or(() -> network.shape().map(shape -> NetworkPicture.svg(shape, title, layout)))
        .orElseGet(() -> Note.svg(layout, "No network has been found yet."));
  }

  /** Predicted runtime of the network by layer. */
  public String latency() {
    RunNetwork network = RunNetwork.of(run);
    if (network.architecture().isEmpty()) {
      return Note.svg(layout, "No network of a search space: no table tells its layers' runtimes.");
    }
    Architecture architecture = network.architecture().get();
    try {
      LatencyTable table = network.table();
      return LatencyBars.svg(architecture, table, layout);
    } catch (InvalidInputException e) {
      return Note.svg(layout, e.getMessage());
    }
  }

  /** Confusion matrix of the last evaluation. */
  public String confusion() {
    if (run.evaluation().isEmpty()) {
      return Note.svg(layout, "The network has not been evaluated yet.");
    }
    RunEvaluation evaluation = run.evaluation().get();
    String title = "Confusion matrix of split " + evaluation.split();
    String words =
        String.format(
            Locale.ROOT,
            "%,d images of %d classes, of which %s %% are taken for what they are.",
            evaluation.images(),
            evaluation.labels().size(),
            Numbers.percent(evaluation.top1()));
    return evaluation.labels().size() <= ConfusionGrid.MOST_CLASSES
        ? new ConfusionGrid(evaluation, layout).svg(title, words)
        : new ConfusionMap(evaluation, layout).svg(title, words);
  }

  private DecisionFigures decisions() {
    SearchSpace space = SearchSpace.of(run.settings().input(), run.settings().model());
    return new DecisionFigures(space.searchable(), run.records(), run.settings().search().steps());
  }

  private ToDoubleFunction<StepRecord> across() {
    return run.kind() == RunView.Kind.SEARCH ? StepRecord::step : StepRecord::epoch;
  }

  /** A chart over steps of a search or epochs of a training, with warm-up and events. */
  private LineChart chart(String title, String words) {
    if (run.kind() == RunView.Kind.SEARCH) {
      SearchSettings search = run.settings().search();
      LineChart chart = new LineChart(layout, title, words, "step", 0, search.steps());
      chart.shade(0, search.warmupSteps(), "warm-up");
      Marks.of(run.events()).forEach(mark -> chart.mark(mark.step(), mark.name(), mark.detail()));
      return chart;
    }
    LineChart chart =
        new LineChart(layout, title, words, "epoch", 0, run.settings().train().epochs());
    chart.shade(0, run.settings().train().warmupEpochs(), "warm-up");
    for (RunEvent event : run.events()) {
      Marks mark = Marks.of(List.of(event)).get(0);
      chart.mark(epoch(event.step()), mark.name(), mark.detail());
    }
    return chart;
  }

  /** Epochs done at a step, as the records have it. */
  private double epoch(long step) {
    return run.last()
        .filter(last -> last.step() > 0)
        .map(last -> last.epoch() * step / last.step())
        .orElse(0.0);
  }
}
