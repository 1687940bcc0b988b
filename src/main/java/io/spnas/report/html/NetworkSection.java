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
        facts.network().architecture().isPresent()
            ? "Each block is as high as its depthwise kernel and as wide as its expansion."
                + " Above each stage: size of its maps and channels."
            : "Each block is as high as its depthwise kernel and as wide as its expansion.");
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
