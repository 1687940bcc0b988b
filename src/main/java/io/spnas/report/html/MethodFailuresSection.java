package io.spnas.report.html;

import java.util.List;

/** What failed, and why. */
record MethodFailuresSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Failures";
  }

  @Override
  public boolean isShown() {
    return !facts.failed().isEmpty();
  }

  @Override
  public void write(Html html) {
    Parts.table(
        html,
        "Cells that failed; the comparison goes on without them, and tries them again when resumed",
        List.of("method", "seed", "reason"),
        facts.failed().stream()
            .map(
                cell ->
                    List.of(
                        cell.method(), String.valueOf(cell.seed()), cell.failure().orElseThrow()))
            .toList());
  }
}
