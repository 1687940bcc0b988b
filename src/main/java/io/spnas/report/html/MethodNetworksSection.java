package io.spnas.report.html;

/** The networks that were found. */
record MethodNetworksSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Networks";
  }

  @Override
  public boolean isShown() {
    return facts.comparison().cells().stream()
        .flatMap(cell -> cell.result().stream())
        .anyMatch(result -> !result.operations().isEmpty());
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "operations",
        layout -> facts.drawings().figures(layout).operations(),
        "A row is a network, a column a searchable layer, from the input on. Blue: 3\u00d73 kernel,"
            + " orange: 5\u00d75; high: expansion 6, low: 3; a line: the layer is skipped. Published"
            + " networks, which are not of the space, have no row.");
  }
}
