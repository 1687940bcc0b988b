package io.spnas.report.html;

import io.spnas.report.picture.RunFigures;

/** The network, as blocks and in words. */
record NetworkSection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Network";
  }

  @Override
  public boolean isShown() {
    return facts.network().shape().isPresent();
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "network",
        layout -> RunFigures.of(facts.run(), layout).network(),
        "Above each stage: width and height of its maps, and its channels. Residual connections add"
            + " a block's input to its output.");
    Parts.details(
        html,
        "Block strings",
        () ->
            html.open("p")
                .element(
                    "code", String.join(" ", facts.network().shape().orElseThrow().blockStrings()))
                .close());
  }
}
