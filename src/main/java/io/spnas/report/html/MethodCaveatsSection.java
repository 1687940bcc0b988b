package io.spnas.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a comparison says, and what it does not. */
record MethodCaveatsSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "What this says, and what it does not";
  }

  @Override
  public void write(Html html) {
    html.element(
        "p",
        "It says how these methods did on these images, at this target, with these seeds and"
            + " settings, when every network was trained by one recipe.");
    html.open("ul");
    caveats().forEach(caveat -> html.element("li", caveat));
    html.close();
  }

  private List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    caveats.add(
        "It does not say how they rank on other data, at other image sizes or at other targets:"
            + " from small images little can be inferred about ImageNet at 224 px.");
    int seeds = facts.comparison().seeds().size();
    caveats.add(
        (seeds == 1 ? "One seed says" : seeds + " seeds say")
            + " little about the spread of a method; a difference within it may be chance.");
    if (facts.validationImages() > 0) {
      double share = facts.meanTop1();
      double error = Math.sqrt(share * (1 - share) / facts.validationImages());
      caveats.add(
          String.format(
              Locale.ROOT,
              "Top-1 on %,d images is itself uncertain by about %.2f points (standard error); all"
                  + " networks are judged on the same images, so a part of it is common to all.",
              facts.validationImages(),
              100 * error));
    }
    caveats.add(
        "Methods are paired by seed: images, their order and their augmentation are the same in two"
            + " trainings of a pair, networks and first weights are not.");
    caveats.add(
        "Predicted runtimes are of one device ("
            + facts.comparison().device()
            + "), by a table that adds up layers; measured ones are of the machine that made the"
            + " comparison.");
    caveats.add(
        "Core-seconds and memory are of this implementation on this machine. Another one may favour"
            + " another method; images and parameters do not depend on it.");
    caveats.add(
        "Each method has its default settings, or those below. None was tuned for this data beyond"
            + " them.");
    return caveats;
  }
}
