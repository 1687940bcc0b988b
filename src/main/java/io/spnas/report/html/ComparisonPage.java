package io.spnas.report.html;

import io.spnas.report.RunView;
import io.spnas.report.picture.ComparisonFigures;
import java.util.List;
import java.util.stream.IntStream;

/** A page that shows several runs side by side. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /**
   * The page of some runs.
   *
   * @param views searches, trainings, or both
   * @throws io.spnas.config.InvalidInputException if a file of one is damaged
   */
  public static String html(List<RunView> views) {
    List<RunFacts> runs = views.stream().map(RunFacts::new).toList();
    List<Section> sections =
        List.of(
            new OutcomesSection(runs),
            new ComparedCurvesSection(views, RunView.Kind.SEARCH),
            new ComparedCurvesSection(views, RunView.Kind.TRAINING),
            new ParetoSection(runs),
            new ComparedNetworksSection(runs),
            new DifferencesSection(runs));
    return new Page(
            runs.size() + " runs compared by spnas",
            html -> head(html, runs),
            sections,
            RunPage.madeBy())
        .html();
  }

  private static void head(Html html, List<RunFacts> runs) {
    long searches = runs.stream().filter(RunFacts::isSearch).count();
    long trainings = runs.size() - searches;
    html.element("p", "Comparison", "class", "kind");
    html.element("h1", runs.size() + " runs side by side");
    String kinds =
        searches == 0
            ? trainings + " trainings"
            : trainings == 0
                ? searches + " searches"
                : searches
                    + (searches == 1 ? " search, " : " searches, ")
                    + trainings
                    + (trainings == 1 ? " training" : " trainings");
    html.open("p", "class", "lead").text(kinds + ": ");
    html.text(
        String.join(
            ", ",
            IntStream.range(0, runs.size())
                .mapToObj(i -> ComparisonFigures.letter(i) + " is " + runs.get(i).name())
                .toList()));
    html.text(".").close();
  }
}
