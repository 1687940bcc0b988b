package io.spnas.report.html;

/** Accuracy against runtime. */
record MethodRuntimeSection(MethodFacts facts) implements Section {
  private static final String READING =
      "Up and to the left is better. Small dots are networks, of one seed each; a large one is a"
          + " method's mean. The broken line joins the means that none is better than in both. "
          + MethodFacts.TONES;

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
    if (facts.hasBothKinds()) {
      // Published networks may be far from the target, and all others then fall together.
      Parts.figure(
          html,
          "accuracy-runtime",
          layout ->
              facts
                  .figuresOfSpace(layout)
                  .accuracyAgainstRuntime(facts.runtimeName(), facts.runtimeTarget()),
          READING);
      Parts.figure(
          html,
          "accuracy-runtime-all",
          layout ->
              facts
                  .figures(layout)
                  .accuracyAgainstRuntime(facts.runtimeName(), facts.runtimeTarget()),
          "The same with the published networks.");
    } else {
      Parts.figure(
          html,
          "accuracy-runtime",
          layout ->
              facts
                  .figures(layout)
                  .accuracyAgainstRuntime(facts.runtimeName(), facts.runtimeTarget()),
          READING);
    }
  }
}
