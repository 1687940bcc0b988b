package io.spnas.report.html;

import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodTable;
import java.util.List;

/** What the searches took. */
record MethodCostSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Cost of the search";
  }

  @Override
  public boolean isShown() {
    return facts.anyDone();
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "cost",
        layout -> facts.drawings().figures(layout).cost(),
        "Core-seconds of each search; the bar is a method's mean, in brackets as a multiple of "
            + facts.reference()
            + "'s.");
    MethodTable table = MethodTable.of(facts.comparison(), Column.TOOK);
    MethodFacts.table(
        html, "What the searches took, and the trainings. Mean \u00b1 standard deviation", table);
    List<String> sharing = facts.comparison().sharingSupernets();
    if (!sharing.isEmpty()) {
      html.element(
          "p",
          String.join(", ", sharing)
              + " shared a supernet where they had the same seed; the cost of each counts it.");
    }
  }
}
