package io.spnas.report.html;

import io.spnas.report.picture.ComparisonFigures;
import io.spnas.report.picture.RunFigures;
import java.util.List;
import java.util.Locale;

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
      Parts.figure(
          html,
          "network-" + letter.toLowerCase(Locale.ROOT),
          layout -> RunFigures.of(run.run(), layout).network(),
          "Predicted runtime "
              + RunFacts.text(run.runtime(), " ms")
              + ", table "
              + run.table()
              + ".");
    }
  }
}
