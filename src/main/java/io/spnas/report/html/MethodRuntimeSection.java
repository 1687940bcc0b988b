package io.spnas.report.html;

/** Accuracy against runtime. */
record MethodRuntimeSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Accuracy and runtime";
  }

  @Override
  public boolean isShown() {
    return facts.anyDone();
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "accuracy-runtime",
        layout -> facts.figures(layout).accuracyAgainstRuntime(facts.runtimeName()),
        "Up and to the left is better. Small dots are networks, of one seed each; a large one is a"
            + " method's mean. The broken line joins the means that none is better than in both.");
  }
}
