package io.spnas.report.html;

import io.spnas.report.picture.RunFigures;

/** Learning rate, and how fast the steps were. */
record SpeedSection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Steps";
  }

  @Override
  public boolean isShown() {
    return facts.run().last().isPresent();
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "throughput",
        layout -> RunFigures.of(facts.run(), layout).throughput(),
        "Exchange is the all-reduce, the wait for slower workers included; input is the wait for"
            + " the next batch.");
    Parts.figure(
        html,
        "learning-rate",
        layout -> RunFigures.of(facts.run(), layout).learningRate(),
        "Learning rate of the weights at each record.");
  }
}
