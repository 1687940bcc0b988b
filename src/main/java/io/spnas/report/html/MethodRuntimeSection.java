package io.spnas.report.html;

import io.spnas.report.picture.Layout;
import io.spnas.report.picture.MethodFigures;
import java.util.function.Function;

/** Accuracy against runtime. */
record MethodRuntimeSection(MethodFacts facts) implements Section {
  private static final String READING =
      "Up and to the left is better. Small dots are networks, of one seed each; a large one is a"
          + " method's mean. The broken line joins the means that none is better than in both. "
          + MethodFacts.TONES
          + " ";

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
      figure(html, "accuracy-runtime", facts::figuresOfSpace, READING);
      figure(
          html, "accuracy-runtime-all", facts::figures, "The same with the published networks. ");
    } else {
      figure(html, "accuracy-runtime", facts::figures, READING);
    }
  }

  private void figure(
      Html html, String name, Function<Layout, MethodFigures> figures, String caption) {
    Parts.figure(
        html,
        name,
        layout ->
            figures
                .apply(layout)
                .accuracyAgainstRuntime(facts.runtimeName(), facts.runtimeTarget()),
        caption + facts.runtimeOrigin());
  }
}
