package io.spnas.report.html;

import io.spnas.report.RunEvaluation;
import io.spnas.report.picture.Numbers;
import io.spnas.report.picture.RunFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the network gets right and what it takes for something else. */
record EvaluationSection(RunFacts facts) implements Section {
  private static final int WORST = 12;

  /** Images of a class that were taken for another. */
  private record Mistake(int trueClass, int predicted, long images, double share) {}

  @Override
  public String title() {
    return "Evaluation";
  }

  @Override
  public boolean isShown() {
    return facts.run().evaluation().isPresent();
  }

  @Override
  public void write(Html html) {
    RunEvaluation evaluation = facts.run().evaluation().orElseThrow();
    html.element(
        "p",
        String.format(
            Locale.ROOT,
            "%,d images of split %s: top-1 %.2f %%, top-5 %.2f %%, cross-entropy %s.",
            evaluation.images(),
            evaluation.split(),
            100 * evaluation.top1(),
            100 * evaluation.top5(),
            Numbers.text(evaluation.loss())));
    Parts.figure(
        html,
        "confusion",
        layout -> RunFigures.of(facts.run(), layout).confusion(),
        "Rows: true classes. Columns: what they are taken for. Blue, on the diagonal: right."
            + " Orange: wrong. The fuller the colour, the larger the share of its row.");
    List<Mistake> mistakes = mistakes(evaluation);
    if (!mistakes.isEmpty()) {
      Parts.table(
          html,
          "The commonest confusions",
          List.of("true class", "taken for", "images", "% of the class"),
          mistakes.stream().map(mistake -> row(mistake, evaluation.labels())).toList());
    }
  }

  private static List<String> row(Mistake mistake, List<String> labels) {
    return List.of(
        labels.get(mistake.trueClass),
        labels.get(mistake.predicted),
        Numbers.whole(mistake.images),
        Numbers.percent(mistake.share));
  }

  private static List<Mistake> mistakes(RunEvaluation evaluation) {
    long[] images = new long[evaluation.labels().size()];
    evaluation.confusion().forEach((t, p, count) -> images[t] += count);
    List<Mistake> mistakes = new ArrayList<>();
    evaluation
        .confusion()
        .forEach(
            (t, p, count) -> {
              if (t != p) {
                mistakes.add(new Mistake(t, p, count, (double) count / images[t]));
              }
            });
    mistakes.sort(
        Comparator.comparingDouble(Mistake::share).thenComparingLong(Mistake::images).reversed());
    return mistakes.subList(0, Math.min(WORST, mistakes.size()));
  }
}
