package io.spnas.report.html;

import io.spnas.report.picture.Layout;
import io.spnas.report.picture.MethodFigures;
import java.util.function.Function;

/** Accuracy against runtime. */
record MethodRuntimeSection(MethodFacts facts, MethodDrawings drawings) implements Section {
  private static final String READING =
      "Up and to the left is better. Small dots are networks, of one seed each; a large one is a"
          + " method's mean. The broken line joins the means that none is better than in both. "
          + MethodDrawings.TONES
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
    if (drawings.hasBothKinds()) {
      // Published networks may be far from the target, and all others then fall together.
      figure(html, "accuracy-runtime", drawings::figuresOfSpace, READING);
      figure(
          html,
          "accuracy-runtime-all",
          drawings::figures,
          "The same with the published networks. ");
    } else {
      figure(html, "accuracy-runtime", drawings::figures, READING);
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
                .accuracyAgainstRuntime(drawings.runtimeName(), drawings.runtimeTarget()),
        caption + drawings.runtimeOrigin());
  }
}
