package io.spnas.report.html;

import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodTable;
import io.spnas.report.methods.PairedTest;
import io.spnas.report.methods.PairedTests;
import io.spnas.report.picture.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How methods differ in top-1, and whether chance alone may be why. */
record MethodDifferencesSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Differences in top-1";
  }

  @Override
  public boolean isShown() {
    return facts.anyDone();
  }

  @Override
  public void write(Html html) {
    Parts.figure(
        html,
        "top1",
        layout -> facts.drawings().figures(layout).top1(),
        "A dot is a network, of one seed; the bar is a method's mean. " + MethodDrawings.TONES);
    List<PairedTest> tests = PairedTests.of(facts.comparison(), Column.TOP1);
    if (tests.isEmpty()) {
      return;
    }
    MethodTable table = MethodTable.tests(facts.comparison());
    MethodFacts.table(html, "Method minus " + facts.reference() + ". " + PairedTest.NAME, table);
    html.element(
        "p",
        "p is the chance of a mean difference at least as far from 0 if chance alone made it. By"
            + " Holm's correction it counts all tests of the table at once; the interval does not.");
    String reasons = reasons(tests);
    if (!reasons.isEmpty()) {
      html.element("p", "No p-value: " + reasons + ".");
    }
    html.element("p", power(tests));
  }

  /** Why methods have no p-value. */
  private static String reasons(List<PairedTest> tests) {
    return tests.stream()
        .filter(test -> test.p().isEmpty())
        .map(test -> test.method() + " (" + test.reason() + ")")
        .collect(Collectors.joining(", "));
  }

  /** How little so few pairs can show. */
  private String power(List<PairedTest> tests) {
    int pairs = tests.stream().mapToInt(test -> test.difference().count()).max().orElse(0);
    if (pairs < 2) {
      return "Two seeds are the least that a test needs, and few.";
    }
    return String.format(
        Locale.ROOT,
        "With %d seeds a test sees large differences only: p is below 0.05 where the mean difference"
            + " is more than %s times its standard deviation over the seeds. A larger p does not"
            + " show that two methods are equally good.",
        pairs,
        Numbers.text(PairedTest.leastInDeviations(pairs)));
  }
}
