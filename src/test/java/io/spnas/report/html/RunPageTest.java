package io.spnas.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.report.ExampleRun;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunStart;
import io.spnas.report.RunView;
import io.spnas.report.picture.Numbers;
import io.spnas.train.StepRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RunPageTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path temporary;

  private RunView search(int upTo) throws IOException {
    return ExampleRun.view(
        ExampleRun.search(temporary.resolve("a-search"), 4, ExampleRun.searchRecords(4, upTo, 5)));
  }

  /** The page as a tree; elements without an end are closed for the parser of XML. */
  private static Document parse(String html) throws Exception {
    String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<((?:meta|link)[^>]*)>", "<$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> headings(String html) {
    return Pattern.compile("<h2[^>]*>([^<]*)</h2>")
        .matcher(html)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> figures(String html) {
    return Pattern.compile("<figure id=\"figure-([^\"]*)\"")
        .matcher(html)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void aFinishedSearchHasAllItsSections() throws Exception {
    String html = RunPage.html(search(ExampleRun.STEPS));
    assertThat(headings(html))
        .containsExactly(
            "Network", "Search", "Latency", "Decisions", "Steps", "Settings", "Provenance");
    assertThat(figures(html))
        .containsExactly(
            "network",
            "search-curve",
            "latency",
            "decision-curves",
            "indicators",
            "throughput",
            "learning-rate");
    assertThat(html).contains("finished", "Found a network of", "3.5.5");
  }

  @Test
  void aTrainingHasAllItsSections() throws Exception {
    Path run = ExampleRun.training(temporary.resolve("t"), List.of("ant", "bee", "cat", "dog"));
    ExampleRun.restart(run, 50, "host-b was lost");
    String html = RunPage.html(ExampleRun.view(run));
    assertThat(headings(html))
        .containsExactly(
            "Network",
            "Training",
            "Evaluation",
            "Latency",
            "Steps",
            "Events",
            "Settings",
            "Provenance");
    assertThat(figures(html))
        .containsExactly(
            "network", "validation", "confusion", "latency", "throughput", "learning-rate");
    assertThat(html).contains("16 images of split validation");
    assertThat(html).contains("with 2 workers, 7 steps lost: host-b was lost");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10, 60})
  void anUnfinishedSearchIsShownAsFarAsItIs(int upTo) throws Exception {
    RunView run = search(upTo);
    String html = RunPage.html(run);
    parse(html);
    assertThat(html).contains("not finished, " + Numbers.percent(upTo / 100.0) + " % done");
    assertThat(figures(html)).contains("search-curve").doesNotContain("network", "latency");
    assertThat(headings(html).contains("Decisions")).isEqualTo(upTo > 0);
  }

  @Test
  void aPageIsWellFormedAndSaysWhatItsPartsAre() throws Exception {
    Document page = parse(RunPage.html(search(ExampleRun.STEPS)));
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(page.getElementsByTagName("h1").getLength()).isEqualTo(1);
    Map<String, Integer> ids = new TreeMap<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      ids.merge(id, 1, Integer::sum);
    }
    ids.remove("");
    assertThat(ids.values()).containsOnly(1);
    NodeList links = page.getElementsByTagName("a");
    assertThat(links.getLength()).isPositive();
    for (int i = 0; i < links.getLength(); i++) {
      assertThat(ids).containsKey(((Element) links.item(i)).getAttribute("href").substring(1));
    }
    NodeList figures = page.getElementsByTagName("svg");
    for (int i = 0; i < figures.getLength(); i++) {
      assertThat(((Element) figures.item(i)).getAttribute("aria-label")).isNotBlank();
    }
  }

  @Test
  void hostileNamesStayText() throws Exception {
    Path run =
        ExampleRun.training(temporary.resolve("<script>x</script>&\""), ExampleRun.HOSTILE_LABELS);
    ExampleRun.restart(run, 50, "<img src=x onerror=alert(3)>");
    new RunDirectory(run.toString(), HADOOP)
        .started(new RunStart(Instant.EPOCH, Map.of("spark", "<b>spark</b>")));
    String html = RunPage.html(ExampleRun.view(run));
    Document page = parse(html);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("img").getLength()).isZero();
    assertThat(page.getElementsByTagName("b").getLength()).isZero();
    assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt;spark&lt;/b&gt;");
  }

  @Test
  void nothingIsAskedOfTheNetwork() throws Exception {
    String html = RunPage.html(search(ExampleRun.STEPS));
    Matcher addresses = Pattern.compile("(?i)https?://[^\"<\\s]*").matcher(html);
    assertThat(addresses.results().map(match -> match.group()).distinct())
        .as("names of XML's spaces only")
        .containsExactly("http://www.w3.org/2000/svg");
    assertThat(html).doesNotContain("@import").doesNotContain("url(");
  }

  @Test
  void valuesThatAreNoNumbersAreSaid() throws Exception {
    List<StepRecord> records = ExampleRun.searchRecords(4, 20, 5);
    StepRecord last = records.get(3);
    StepRecord diverged =
        new StepRecord(
            25,
            1,
            Double.NaN,
            80,
            Double.NaN,
            5,
            0.1,
            0.002,
            0.01,
            0.1,
            100,
            20,
            12,
            4,
            3,
            last.indicators(),
            last.arguments(),
            last.validation());
    RunView run =
        ExampleRun.view(
            ExampleRun.search(
                temporary.resolve("nan"),
                4,
                Stream.concat(records.stream(), Stream.of(diverged)).toList()));
    String html = RunPage.html(run);
    parse(html);
    assertThat(html).contains("cross-entropy is not a number").doesNotContain("NaN");
  }

  @Test
  void settingsThatDifferComeFirst() throws Exception {
    String html = RunPage.html(search(5));
    int differing = html.indexOf("settings that differ from the defaults");
    int same = html.indexOf("settings at their defaults");
    assertThat(html.indexOf("search.warmup-steps")).isBetween(differing, same);
    assertThat(html.indexOf("collective.timeout")).isGreaterThan(same);
  }

  @Test
  void aTableThatIsGoneIsSaid() throws Exception {
    Path run =
        ExampleRun.search(
            temporary.resolve("gone"), 4, ExampleRun.searchRecords(4, ExampleRun.STEPS, 5));
    Path settings = run.resolve("config.resolved.conf");
    Files.writeString(
        settings, Files.readString(settings) + "\nlatency.table = \"/nowhere/table.json\"\n");
    assertThat(RunPage.html(ExampleRun.view(run))).contains("Not predicted", "/nowhere/table.json");
  }

  @Test
  void aDamagedEvaluationIsTheUsersToMend() throws Exception {
    Path run = ExampleRun.training(temporary.resolve("t"), List.of("a", "b", "c", "d"));
    Files.writeString(
        run.resolve("evaluation.json"), "{\"labels\":[\"a\"],\"confusion\":[[0,7,1]]}");
    assertThatThrownBy(() -> ExampleRun.view(run))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("evaluation.json", "[0,7,1]", "below 1");
  }

  @Test
  void aPageThatCannotBeDrawnCostsAWarningOnly() {
    Path nowhere = temporary.resolve("nowhere");
    RunPage.renew(nowhere.toString(), HADOOP);
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void drawingARunLeavesItsAgeAlone() throws Exception {
    RunView run = search(50);
    RunPage.renew(run.directory(), HADOOP);
    Path page = Path.of(run.directory(), "report.html");
    Files.setLastModifiedTime(page, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(ExampleRun.view(Path.of(run.directory())).lastChange()).isEqualTo(run.lastChange());
  }
}
