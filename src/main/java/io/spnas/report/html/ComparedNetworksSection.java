package io.spnas.report.html;

import io.spnas.report.picture.ComparisonFigures;
import io.spnas.report.picture.RunFigures;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Networks of several runs, one under another. */
record ComparedNetworksSection(List<RunFacts> runs) implements Section {
  @Override
  public String title() {
    return "Networks";
  }

  @Override
  public boolean isShown() {
    return runs.stream().anyMatch(run -> run.network().shape().isPresent());
  }

  @Override
  public void write(Html html) {
    for (int i = 0; i < runs.size(); i++) {
      RunFacts run = runs.get(i);
      String letter = ComparisonFigures.letter(i);
      html.element("h3", letter + ": " + run.name());
      String runtime =
          String.format(
              "Predicted runtime %s, table %s.", RunFacts.text(run.runtime(), " ms"), run.table());
      OptionalInt same = sameBefore(i);
      if (same.isPresent()) {
        String other = ComparisonFigures.letter(same.getAsInt());
        html.element("p", "The same network as " + other + ". " + runtime);
      } else {
        Parts.figure(
            html,
            "network-" + letter.toLowerCase(Locale.ROOT),
            layout -> RunFigures.of(run.run(), layout).network(),
            runtime);
      }
    }
  }

  /** The first run, before another, of the same network. */
  private OptionalInt sameBefore(int index) {
    return IntStream.range(0, index)
        .filter(i -> runs.get(i).network().shape().isPresent())
        .filter(i -> runs.get(i).network().shape().equals(runs.get(index).network().shape()))
        .findFirst();
  }
}
