package io.spnas.spark.live;

import java.util.List;
import javax.servlet.http.HttpServletRequest;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Option;
import scala.collection.Seq;
import scala.xml.Node;
import scala.xml.Unparsed;

/** Tab {@code spnas} of an application's page: its runs, and how far they are. */
final class RunsTab extends SparkUITab {
  private static final String NAME = "spnas";

  /**
   * @param ui the application's page
   * @param runs its runs, live
   */
  RunsTab(SparkUI ui, List<LiveRun> runs) {
    super(ui, NAME);
    attachPage(new RunsPage(this, runs));
  }

  @Override
  public String name() {
    return NAME;
  }

  private static final class RunsPage extends WebUIPage {
    private final RunsTab tab;
    private final List<LiveRun> runs;

    RunsPage(RunsTab tab, List<LiveRun> runs) {
      super("");
      this.tab = tab;
      this.runs = runs;
    }

    @Override
    public Seq<Node> render(HttpServletRequest request) {
      return UIUtils.headerSparkPage(
          request,
          "Single-Path NAS",
          () -> new Unparsed(RunsHtml.of(runs)),
          tab,
          Option.empty(),
          false,
          false);
    }
  }
}
