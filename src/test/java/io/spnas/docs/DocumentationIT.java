package io.spnas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of every page, from top to bottom, as a reader would run it: with the scripts and
 * the packed jar, in a copy of the project of the page's own, by one shell a page. Only {@link
 * Exceptions} are left out or made smaller. A command must end with status 0, files that its
 * options name as results must then be there, and what the page shows of its output must come.
 * {@code -Dspnas.pages=REGEX} runs the pages with such names only.
 */
@Tag("slow")
class DocumentationIT {
  /** Options whose values are files or directories that are there afterwards. */
  private static final Pattern RESULT =
      Pattern.compile(
          "--(?:out|run-dir|emit-pack|picture|confusion-picture|confusion-matrix)[= ]([^\\s:]+)(?=\\s|$)");

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");

  @TempDir private static Path directory;

  /** Where what pages take for granted was made. */
  private static Scratch given;

  static List<String> pages() {
    return Page.all().stream()
        .filter(page -> ShellCommand.of(page).stream().anyMatch(Exceptions::isRun))
        .map(Page::name)
        .filter(Pattern.compile(System.getProperty("spnas.pages", "")).asPredicate())
        .toList();
  }

  @BeforeAll
  static void makeWhatPagesTakeForGranted() throws Exception {
    Path log = directory.resolve("given.log");
    // The Spark home that scripts link beside the jar is to be the project's own.
    new ProcessBuilder(Page.HOME.resolve("submit/local.sh").toString(), "--version")
        .inheritIO()
        .start()
        .waitFor();
    given = Scratch.in(directory.resolve("given"));
    Fixtures.writePhotos(given.resolve("photos"));
    int status = given.run("set -euo pipefail\n" + Fixtures.MAKE, log);
    assertThat(status).as(() -> tail(log)).isZero();
  }

  private static String tail(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandOfAPageWorks(String name) throws Exception {
    List<ShellCommand> commands =
        ShellCommand.of(Page.read(Page.HOME.resolve(name))).stream()
            .filter(Exceptions::isRun)
            .toList();
    Path work = directory.resolve(name.replace('/', '-'));
    Scratch scratch = Scratch.in(work);
    Scratch.copy(
        given.resolve(".cache/fashion-mnist-shards"),
        scratch.resolve(".cache/fashion-mnist-shards"));
    Path printed = Files.createDirectory(directory.resolve(name.replace('/', '-') + ".printed"));

    int status = scratch.run(script(name, commands, printed), printed.resolve("shell"));
    int done = (int) Files.list(printed).filter(file -> file.toString().endsWith(".out")).count();
    assertThat(status).as(() -> failure(commands, done, printed)).isZero();
    for (int i = 0; i < commands.size(); i++) {
      assertShown(commands.get(i), Files.readString(printed.resolve(i + ".out")));
    }
  }

  private static String failure(List<ShellCommand> commands, int done, Path printed) {
    if (done == 0) {
      return "what the page takes for granted: " + tail(printed.resolve("shell"));
    }
    ShellCommand last = commands.get(done - 1);
    return String.join(
        "\n",
        last.at() + ": " + Exceptions.localised(last.text()),
        tail(printed.resolve(done - 1 + ".out")),
        tail(printed.resolve("shell")));
  }

  /** One shell runs all, so that variables stay; what each prints goes to a file of its own. */
  private static String script(String name, List<ShellCommand> commands, Path printed) {
    List<String> lines = new ArrayList<>();
    lines.add("set -euo pipefail");
    lines.add("export HADOOP_CONF_DIR=" + printed);
    lines.add("given=" + given.resolve(""));
    lines.add(Fixtures.GIVEN.getOrDefault(name, ":"));
    for (int i = 0; i < commands.size(); i++) {
      String text = Exceptions.localised(commands.get(i).text());
      Path out = printed.resolve(i + ".out");
      lines.add("{ " + text + "\n} >" + out + " 2>&1");
      if (!text.contains("--dry-run") && !text.contains(".sh resources ")) {
        RESULT
            .matcher(text)
            .results()
            .map(
                match ->
                    "[[ -e "
                        + match.group(1)
                        + " ]] || { echo no "
                        + match.group(1)
                        + "; exit 1; }")
            .forEach(lines::add);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** Each line that the page shows comes, with any numbers, and anything for three dots. */
  private static void assertShown(ShellCommand command, String printed) {
    List<String> lines = printed.lines().map(DocumentationIT::withoutNumbers).toList();
    for (String shown : command.output()) {
      String pattern =
          Stream.of(withoutNumbers(shown).split("\\.\\.\\.", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      assertThat(lines)
          .as("%s shows: %s", command.at(), shown)
          .anyMatch(line -> line.matches(pattern));
    }
  }

  private static String withoutNumbers(String line) {
    return NUMBER.matcher(line.strip().replaceAll("\\s+", " ")).replaceAll("0");
  }
}
