package io.spnas.spark.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.report.Progress;
import io.spnas.report.Records;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RunsHtmlTest {
  private static LiveRun run(String name, String directory) {
    return new LiveRun(new LiveRun.Title(name, "search", directory, 8, 40, 100));
  }

  /** Cells of the table's rows, without the head. */
  private static List<String> cells(String html) throws Exception {
    String text = "<html>" + html.replace("&ndash;", "-") + "</html>";
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new java.io.StringReader(text)));
    NodeList cells = document.getElementsByTagName("td");
    return java.util.stream.IntStream.range(0, cells.getLength())
        .mapToObj(i -> ((Element) cells.item(i)).getTextContent())
        .toList();
  }

  @Test
  void runWithoutARecordShowsWhereItBegins() throws Exception {
    assertThat(cells(RunsHtml.of(List.of(run("", "runs/a")))))
        .containsExactly(
            "search runs/a",
            "waiting",
            " 40 of 100 (40 %)",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "0");
  }

  @Test
  void runShowsItsNewestRecord() throws Exception {
    LiveRun run = run("lambda-0.5", "runs/a");
    run.running();
    run.restarting();
    run.running();
    run.onProgress(new Progress(Records.of(50), Optional.empty(), 100));
    // 50 steps of 2000.75 ms are left.
    long seconds = Math.round(50 * 2000.75 / 1000);
    assertThat(cells(RunsHtml.of(List.of(run))))
        .containsExactly(
            "[lambda-0.5] search runs/a",
            "running",
            " 50 of 100 (50 %)",
            "2.125",
            "85.50",
            "62.5 %",
            "-",
            "44",
            "2001: 1501, 300, 200",
            "1.500e-07",
            "0.002000",
            seconds / 60 + ":" + seconds % 60,
            "1");
  }

  @Test
  void pageReloadsWhileARunIsOpen() {
    LiveRun done = run("", "runs/a");
    LiveRun broken = run("", "runs/b");
    LiveRun open = run("", "runs/c");
    done.done();
    done.close();
    broken.running();
    broken.close();
    assertThat(RunsHtml.of(List.of(done, broken)))
        .contains("<td>done</td>", "<td>broken off</td>")
        .doesNotContain("reload");
    assertThat(RunsHtml.of(List.of(done, open))).contains("location.reload");
  }

  @Test
  void namesAreText() throws Exception {
    String directory = "runs/<script>\"a\" & b</script>";
    assertThat(cells(RunsHtml.of(List.of(run("", directory)))).get(0))
        .isEqualTo("search " + directory);
  }

  @Test
  void jobIsCalledByRunWorkersAndSteps() {
    assertThat(run("x", "runs/a").title().description(60))
        .isEqualTo("[x] search runs/a with 8 workers, from step 60 to 100");
  }
}
