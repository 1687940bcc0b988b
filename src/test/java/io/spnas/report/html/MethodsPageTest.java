package io.spnas.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.ComparisonExample;
import io.spnas.report.methods.MethodComparison;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class MethodsPageTest {
  private static String page(MethodComparison comparison) {
    return MethodsPage.html("runs/some-comparison", comparison);
  }

  private static List<String> found(String html, String pattern) {
    return Pattern.compile(pattern).matcher(html).results().map(match -> match.group(1)).toList();
  }

  private static List<String> headings(String html) {
    return found(html, "<h2[^>]*>([^<]*)</h2>");
  }

  private static List<String> figures(String html) {
    return found(html, "<figure id=\"figure-([^\"]*)\"");
  }

  static Stream<MethodComparison> comparisons() {
    return Stream.of(
        ComparisonExample.whole(), ComparisonExample.unfinished(), ComparisonExample.begun());
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void thePageIsWellFormedAndNeedsNothingElse(MethodComparison comparison) throws Exception {
    String html = page(comparison);
    String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<((?:meta|link)[^>]*)>", "<$1/>");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(html).doesNotContain("NaN", "Infinity", "null");
    assertThat(found(html, "(https?://[^\" ]*)")).isSubsetOf("http://www.w3.org/2000/svg");
  }

  @Test
  void aFinishedComparisonHasAllItsSections() {
    String html = page(ComparisonExample.whole());
    assertThat(headings(html))
        .containsExactly(
            "Results",
            "Differences in top-1",
            "Accuracy and runtime",
            "Cost of the search",
            "Networks",
            "What the columns mean",
            "What this says, and what it does not",
            "Provenance");
    assertThat(figures(html))
        .containsExactly("top1", "accuracy-runtime", "accuracy-runtime-all", "cost", "operations");
    assertThat(html)
        .contains(
            "some-comparison", ">finished<", "10 methods with 3 seeds each", "Student's paired")
        .contains("With 3 seeds a test sees large differences only", "2.48 times")
        .contains("search.steps", "example host");
  }

  @Test
  void anUnfinishedOneTellsWhatFailedAndWhatIsOpen() {
    String html = page(ComparisonExample.unfinished());
    assertThat(headings(html)).contains("Failures", "Differences in top-1");
    assertThat(figures(html)).containsExactly("top1", "accuracy-runtime", "cost", "operations");
    assertThat(html)
        .contains(">not finished<", "host-b failed: &lt;no&gt; space &amp; time left")
        .contains("darts (one seed only: no spread to judge the difference by)")
        .contains("fbnet (no seed with which both are done)");
  }

  @Test
  void oneThatHasBegunHasNothingToDraw() {
    String html = page(ComparisonExample.begun());
    assertThat(figures(html)).isEmpty();
    assertThat(headings(html)).startsWith("Results").doesNotContain("Failures", "Networks");
    assertThat(html).contains("No difference in top-1 can be judged yet.");
  }

  @Test
  void thePageIsRenewedInItsDirectory(@TempDir Path directory) throws Exception {
    Configuration hadoop = new Configuration();
    new ComparisonDirectory(directory.toString(), hadoop).comparison(ComparisonExample.begun());
    MethodsPage.renew(directory.toString(), hadoop);
    assertThat(directory.resolve("report.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(directory.resolve("tables.md")).content().startsWith("| method | seeds |");
  }

  @Test
  void aDamagedFileCostsAWarning(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("compare.json"), "{");
    MethodsPage.renew(directory.toString(), new Configuration());
    assertThat(directory.resolve("report.html")).doesNotExist();
  }
}
