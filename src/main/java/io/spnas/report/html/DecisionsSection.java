package io.spnas.report.html;

import io.spnas.report.picture.RunFigures;

/** How a search's decisions came about. */
record DecisionsSection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Decisions";
  }

  @Override
  public boolean isShown() {
    return facts.isSearch() && facts.run().last().isPresent();
  }

  @Override
  public void write(Html html) {
    html.element(
        "p",
        "Each searchable layer decides by comparing norms of its weights with thresholds, or, with a"
            + " path for each operation, by how probable its paths are: above the line a decision is"
            + " on, in the shaded half it is off.");
    Parts.figure(
        html,
        "decision-curves",
        layout -> RunFigures.of(facts.run(), layout).decisionCurves(),
        "Norm minus threshold, or log odds, means over the records that fall together. In bold what the last"
            + " record decides. The first layer of a group can't be skipped.");
    Parts.figure(
        html,
        "indicators",
        layout -> RunFigures.of(facts.run(), layout).indicators(),
        "When each decision was on: the fuller the colour, the more of the steps that fall together.");
  }
}
