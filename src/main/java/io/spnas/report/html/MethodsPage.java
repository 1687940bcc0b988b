package io.spnas.report.html;

import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.methods.MethodTable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** report.html of a comparison of search methods, finished or not. */
public final class MethodsPage {
  private static final Logger LOG = LoggerFactory.getLogger(MethodsPage.class);

  private MethodsPage() {}

  /**
   * The page of a comparison.
   *
   * @param directory where it is, as given
   */
  public static String html(String directory, MethodComparison comparison) {
    MethodFacts facts = new MethodFacts(directory, comparison);
    List<Section> sections =
        List.of(
            new MethodResultsSection(facts),
            new MethodDifferencesSection(facts),
            new MethodRuntimeSection(facts, facts.drawings()),
            new MethodCostSection(facts),
            new MethodNetworksSection(facts),
            new MethodFailuresSection(facts),
            new MethodColumnsSection(),
            new MethodCaveatsSection(facts),
            new MethodProvenanceSection(facts));
    String title = facts.name() + ": a comparison of search methods by spnas";
    return new Page(title, new MethodsHead(facts)::write, sections, RunPage.madeBy()).html();
  }

  /**
   * Writes the page of a comparison, and its tables as Markdown, into its directory.
   *
   * @param directory where it is, as given
   * @param files the directory
   */
  public static void write(String directory, ComparisonDirectory files, MethodComparison comparison)
      throws IOException {
    files.report(html(directory, comparison));
    files.tables(MethodTable.page(comparison));
  }

  /**
   * Writes the page of a comparison into its directory again. A page that can't be drawn or written
   * costs a warning: the comparison itself is not at fault.
   *
   * @param directory of the comparison
   * @param hadoop how to reach its file system
   */
  public static void renew(String directory, Configuration hadoop) {
    try {
      ComparisonDirectory files = new ComparisonDirectory(directory, hadoop);
      write(directory, files, files.comparison());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot draw the report of {}: {}", directory, e.toString());
    }
  }
}
