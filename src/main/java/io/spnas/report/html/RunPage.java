package io.spnas.report.html;

import io.spnas.report.RunDirectory;
import io.spnas.report.RunView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** report.html: all that a run's directory tells, on one page. */
public final class RunPage {
  private static final Logger LOG = LoggerFactory.getLogger(RunPage.class);

  private RunPage() {}

  /**
   * The page of a run.
   *
   * @throws io.spnas.config.InvalidInputException if a file of the run is damaged
   */
  public static String html(RunView run) {
    RunFacts facts = new RunFacts(run);
    List<Section> sections =
        List.of(
            new NetworkSection(facts),
            new CurvesSection(facts),
            new EvaluationSection(facts),
            new LatencySection(facts),
            new DecisionsSection(facts),
            new SpeedSection(facts),
            new EventsSection(facts),
            new SettingsSection(facts),
            new ProvenanceSection(facts));
    String title =
        facts.name() + (facts.isSearch() ? ": a search by spnas" : ": a training by spnas");
    return new Page(title, new RunHead(facts)::write, sections, madeBy()).html();
  }

  /** Says which version of spnas drew a page. */
  static String madeBy() {
    String version =
        Optional.ofNullable(RunPage.class.getPackage().getImplementationVersion())
            .orElse("from classes");
    return "Drawn by spnas " + version + ", Single-Path NAS on Apache Spark.";
  }

  /**
   * Writes the page of a run into its directory. A page that can't be drawn or written costs a
   * warning: the run itself is not at fault.
   *
   * @param runDirectory directory of the run
   * @param hadoop how to reach its file system
   */
  public static void renew(String runDirectory, Configuration hadoop) {
    try {
      String html = html(RunView.read(runDirectory, hadoop));
      new RunDirectory(runDirectory, hadoop).report(html);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot draw the report of {}: {}", runDirectory, e.toString());
    }
  }
}
