package io.spnas.cli;

import static io.spnas.cli.Command.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.report.ExampleRun;
import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.ComparisonExample;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.picture.Tone;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reports as a reader sees them: in a browser, on a phone and a screen, in the light and the dark,
 * and on paper.
 */
@Tag("slow")
class ReportInChromiumIT {
  /** Looks at a report in a frame of a width, and leaves what it finds as the title. */
  private static final String PROBE =
      """
      <!DOCTYPE html><title>none</title>
      <iframe src="%s" style="width:%dpx;height:900px;border:0"></iframe>
      <script>
      window.onload = () => {
        const frame = document.querySelector('iframe');
        const page = frame.contentDocument;
        const figures = [...page.querySelectorAll('figure')].map(figure => {
          const shown = [...figure.querySelectorAll('svg')].filter(svg => svg.getClientRects().length);
          const box = shown.length ? shown[0].getBoundingClientRect() : {width: 0, height: 0};
          return {id: figure.id, shown: shown.length, width: box.width, height: box.height,
            right: box.right};
        });
        document.title = JSON.stringify({
          figures: figures,
          width: frame.contentWindow.innerWidth,
          scroll: page.documentElement.scrollWidth,
          background: getComputedStyle(page.body).backgroundColor,
          ink: getComputedStyle(page.querySelector('h1')).color,
          requests: frame.contentWindow.performance.getEntriesByType('resource').map(e => e.name)
        });
      };
      </script>
      """;

  @TempDir private static Path shared;

  private static Chromium chromium;

  @BeforeAll
  static void prepare() throws Exception {
    chromium = new Chromium(shared);
    Path search =
        ExampleRun.search(
            shared.resolve("found"), 20, ExampleRun.searchRecords(20, ExampleRun.STEPS, 1));
    Path training = ExampleRun.training(shared.resolve("trained"), ExampleRun.HOSTILE_LABELS);
    ExampleRun.restart(training, 50, "Worker 1 of 2 on host-b failed: executor 3 was lost");
    Path other = ExampleRun.training(shared.resolve("other"), List.of("a", "b", "c", "d"));
    report("search", "--run-dir=" + search);
    report("training", "--run-dir=" + training);
    report("comparison", "--compare", search.toString(), training.toString(), other.toString());
    methods("methods", ComparisonExample.whole());
    methods("methods-unfinished", ComparisonExample.unfinished());
  }

  private static void methods(String name, MethodComparison comparison) throws IOException {
    Path directory = shared.resolve(name);
    new ComparisonDirectory(directory.toString(), new Configuration()).comparison(comparison);
    report(name, "--run-dir=" + directory);
  }

  private static void report(String name, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.concat(Stream.of("report"), Arrays.stream(arguments)),
                Stream.of("--out=" + page(name)))
            .toList();
    Command.Ended ended = run(command.toArray(String[]::new));
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  private static Path page(String name) {
    return shared.resolve(name + ".html");
  }

  static Stream<String> pages() {
    return Stream.of("search", "training", "comparison", "methods", "methods-unfinished");
  }

  private static JsonNode look(String name, int width, String scheme) throws Exception {
    Path probe = Files.createTempFile(shared, "probe", ".html");
    Files.writeString(probe, String.format(PROBE, page(name).getFileName(), width));
    Chromium.Ended ended = chromium.open(probe, scheme, "--dump-dom");
    assertThat(ended.console()).as("complaints of the page").isEmpty();
    String title = ended.out().replaceAll("(?s).*<title>(.*?)</title>.*", "$1");
    return new ObjectMapper()
        .readTree(title.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&"));
  }

  @ParameterizedTest
  @CsvSource({
    "search, 360, 7",
    "search, 1280, 7",
    "training, 360, 6",
    "training, 1280, 6",
    "comparison, 360, 5",
    "comparison, 1280, 5",
    "methods, 360, 5",
    "methods, 1280, 5",
    "methods-unfinished, 360, 4",
    "methods-unfinished, 1280, 4"
  })
  void everyFigureIsShownOnceAndFits(String name, int width, int figures) throws Exception {
    JsonNode seen = look(name, width, Chromium.LIGHT);
    assertThat(seen.path("width").asInt()).isEqualTo(width);
    assertThat(seen.path("scroll").asInt()).as("no scrolling to the side").isEqualTo(width);
    assertThat(seen.path("requests")).as("requests of the page").isEmpty();
    assertThat(seen.path("figures")).hasSize(figures);
    for (JsonNode figure : seen.path("figures")) {
      assertThat(figure.path("shown").asInt()).as(figure.toString()).isEqualTo(1);
      assertThat(figure.path("width").asDouble()).as(figure.toString()).isGreaterThan(300);
      assertThat(figure.path("height").asDouble()).as(figure.toString()).isGreaterThan(80);
      assertThat(figure.path("right").asDouble()).as(figure.toString()).isLessThanOrEqualTo(width);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesFollowTheReadersScheme(String name) throws Exception {
    JsonNode light = look(name, 800, Chromium.LIGHT);
    JsonNode dark = look(name, 800, Chromium.DARK);
    assertThat(light.path("background").asText()).isEqualTo(css(Tone.PAPER.light()));
    assertThat(light.path("ink").asText()).isEqualTo(css(Tone.INK.light()));
    assertThat(dark.path("background").asText()).isEqualTo(css(Tone.PAPER.dark()));
    assertThat(dark.path("ink").asText()).isEqualTo(css(Tone.INK.dark()));
  }

  private static String css(String hex) {
    Color colour = Color.decode(hex);
    return String.format("rgb(%d, %d, %d)", colour.getRed(), colour.getGreen(), colour.getBlue());
  }

  @Test
  void figuresAreInBothSchemesColours() throws Exception {
    assertThat(colours(shot("search", Chromium.LIGHT)))
        .contains(Tone.PAPER.light(), Tone.BLUE.light())
        .doesNotContain(Tone.PAPER.dark());
    assertThat(colours(shot("search", Chromium.DARK)))
        .contains(Tone.PAPER.dark(), Tone.BLUE.dark())
        .doesNotContain(Tone.PAPER.light());
  }

  private static BufferedImage shot(String name, String scheme) throws Exception {
    Path picture = Files.createTempFile(shared, name, ".png");
    chromium.open(page(name), scheme, "--window-size=900,4000", "--screenshot=" + picture);
    return ImageIO.read(picture.toFile());
  }

  /** Colours that pixels have, as #rrggbb. */
  private static List<String> colours(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels)
        .distinct()
        .mapToObj(pixel -> String.format("#%06x", pixel & 0xffffff))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void paperHasAllOfIt(String name) throws Exception {
    Path pdf = shared.resolve(name + ".pdf");
    chromium.open(page(name), Chromium.DARK, "--no-pdf-header-footer", "--print-to-pdf=" + pdf);
    assertThat(text(pdf)).contains(headings(name));
  }

  private static List<String> headings(String name) throws IOException {
    return Pattern.compile("<h2[^>]*>([^<]*)</h2>")
        .matcher(Files.readString(page(name)))
        .results()
        .map(heading -> heading.group(1))
        .toList();
  }

  /** Text of a PDF, by poppler. */
  private static String text(Path pdf) throws Exception {
    assertThat(Path.of("/usr/bin/pdftotext"))
        .as("pdftotext, of Debian's package poppler-utils")
        .exists();
    Process process =
        new ProcessBuilder("/usr/bin/pdftotext", "-layout", pdf.toString(), "-").start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }
}
