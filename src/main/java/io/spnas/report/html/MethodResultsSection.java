package io.spnas.report.html;

import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodTable;

/** What each method found. */
record MethodResultsSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Results";
  }

  @Override
  public void write(Html html) {
    MethodTable table = MethodTable.of(facts.comparison(), Column.FOUND);
    MethodFacts.table(html, "Mean \u00b1 standard deviation over the seeds that are done", table);
  }
}
