package io.spnas.report.html;

import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.methods.MethodTable;
import io.spnas.report.methods.PairedTest;
import io.spnas.report.methods.PairedTests;
import io.spnas.report.picture.Numbers;
import java.util.List;

/** The head of a comparison's page: how far it is, and what it shows, in a sentence. */
final class MethodsHead {
  private final MethodFacts facts;
  private final MethodComparison comparison;

  MethodsHead(MethodFacts facts) {
    this.facts = facts;
    this.comparison = facts.comparison();
  }

  void write(Html html) {
    html.open("p", "class", "kind").text("Comparison of search methods, ");
    html.element("span", state(), "class", "state").close();
    html.element("h1", facts.name());
    html.element("p", setting() + " " + outcome(), "class", "lead");
    html.open("dl", "class", "tiles");
    tile(html, "Done", Numbers.whole(comparison.count(MethodCell.State.DONE)), cells());
    tile(html, "Failed", Numbers.whole(comparison.count(MethodCell.State.FAILED)), cells());
    tile(html, "Still open", Numbers.whole(comparison.count(MethodCell.State.OPEN)), cells());
    tile(html, "Target", Numbers.text(comparison.targetMs()), "ms");
    html.close();
  }

  private String cells() {
    return "of " + Numbers.whole(comparison.cells().size());
  }

  private static void tile(Html html, String name, String value, String unit) {
    html.open("div").element("dt", name).open("dd").text(value + " ");
    html.element("small", unit).close().close();
  }

  private String state() {
    if (comparison.count(MethodCell.State.OPEN) > 0) {
      return "not finished";
    }
    return comparison.count(MethodCell.State.FAILED) > 0 ? "finished, with failures" : "finished";
  }

  private String setting() {
    return String.format(
        "%s with %s each: networks of %s ms by table %s, searched for and trained on %s.",
        counted(comparison.methods().size(), "method"),
        counted(comparison.seeds().size(), "seed"),
        Numbers.text(comparison.targetMs()),
        comparison.table(),
        comparison.data());
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private String outcome() {
    List<PairedTest> tests =
        PairedTests.of(comparison, Column.TOP1).stream().filter(t -> t.p().isPresent()).toList();
    if (tests.isEmpty()) {
      return "No difference in top-1 can be judged yet.";
    }
    List<String> apart =
        tests.stream()
            .filter(test -> test.corrected().orElse(1) < 1 - PairedTest.CONFIDENCE)
            .map(MethodsHead::apart)
            .toList();
    String reference = facts.reference();
    if (!apart.isEmpty()) {
      return String.format(
          "In top-1 these differ from %s at p < 0.05 by Holm's correction: %s.",
          reference, String.join(", ", apart));
    }
    return tests.size() == 1
        ? String.format(
            "In top-1 %s does not differ from %s at p < 0.05.", tests.get(0).method(), reference)
        : String.format(
            "In top-1 none of %d methods differs from %s at p < 0.05 by Holm's correction.",
            tests.size(), reference);
  }

  private static String apart(PairedTest test) {
    double points = 100 * test.difference().mean();
    return test.method() + " (" + MethodTable.signed(points) + " points)";
  }
}
