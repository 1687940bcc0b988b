package io.spnas.report.html;

import io.spnas.report.picture.Numbers;
import io.spnas.report.picture.RunFigures;
import io.spnas.train.StepRecord;
import java.util.ArrayList;
import java.util.List;

/** How the run went: losses and R of a search, losses and top-1 of a training. */
record CurvesSection(RunFacts facts) implements Section {
  private static final int ROWS = 16;

  @Override
  public String title() {
    return facts.isSearch() ? "Search" : "Training";
  }

  @Override
  public void write(Html html) {
    if (facts.isSearch()) {
      Parts.figure(
          html,
          "search-curve",
          layout -> RunFigures.of(facts.run(), layout).searchCurve(),
          "Pale: each record. Bold: means over a fortieth of the records. Labels: the last record."
              + " During the warm-up lambda is 0 and decisions are dropped at random.");
    } else {
      Parts.figure(
          html,
          "validation",
          layout -> RunFigures.of(facts.run(), layout).validation(),
          "Training values include label smoothing and dropout; validation has neither, and uses"
              + " averaged weights. Pale: each record.");
    }
    List<StepRecord> sample = sample(facts.run().records());
    Parts.details(
        html,
        String.format("Numbers: %d of %d records", sample.size(), facts.run().records().size()),
        () -> table(html, sample));
  }

  /** Records at equal distances, the last among them. */
  static List<StepRecord> sample(List<StepRecord> records) {
    int count = Math.min(ROWS, records.size());
    List<StepRecord> sample = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      sample.add(records.get((int) ((long) i * records.size() / count) - 1));
    }
    return sample;
  }

  private void table(Html html, List<StepRecord> sample) {
    List<String> heads = new ArrayList<>(List.of("step", "epoch", "cross-entropy"));
    heads.addAll(facts.isSearch() ? List.of("R, ms", "lambda") : List.of());
    heads.addAll(List.of("top-1, %", "learning rate", "images/s", "step, ms"));
    heads.addAll(facts.isSearch() ? List.of() : List.of("validation top-1, %"));
    Parts.table(html, "Records of steps", heads, sample.stream().map(this::row).toList());
  }

  private List<String> row(StepRecord record) {
    List<String> row = new ArrayList<>();
    row.add(Numbers.whole(record.step()));
    row.add(Numbers.text(record.epoch()));
    row.add(Numbers.text(record.crossEntropy()));
    if (facts.isSearch()) {
      row.add(Numbers.text(record.runtimeMilliseconds()));
      row.add(Numbers.text(record.lambda()));
    }
    row.add(Numbers.percent(record.top1()));
    row.add(Numbers.text(record.learningRate()));
    row.add(Numbers.text(record.imagesPerSecond()));
    row.add(Numbers.text(record.stepMilliseconds()));
    if (!facts.isSearch()) {
      row.add(record.validation().map(v -> Numbers.percent(v.top1())).orElse("-"));
    }
    return row;
  }
}
