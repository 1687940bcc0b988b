package io.spnas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.spnas.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the pages name is there: other pages, files, settings, variables, commands and options. */
class DocumentationTest {
  /** A submit script, as the first word of a command. */
  private static final Pattern SCRIPT = Pattern.compile("submit/(local|yarn|k8s)\\.sh");

  private static final Pattern FILE =
      Pattern.compile("(?:\\.ci|bigdl|conf|docs|notebooks|src|submit)/[\\w./-]*\\w");

  private static final Pattern VARIABLE = Pattern.compile("\\bSPNAS_[A-Z_]+\\b");

  private static final List<Page> PAGES = Page.all();
  private static final List<ShellCommand> COMMANDS =
      PAGES.stream().flatMap(page -> ShellCommand.of(page).stream()).toList();

  private final Config settings =
      ConfigFactory.parseFile(Page.HOME.resolve("src/main/resources/reference.conf").toFile());

  private final CommandLine spnas =
      new CommandLine(Main.class).setCaseInsensitiveEnumValuesAllowed(true);

  /** Things that are not as they should be, each with its page and line. */
  private final List<String> wrong = new ArrayList<>();

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> files(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(Page.HOME.resolve(directory))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void linksLeadSomewhere() {
    for (Page page : PAGES) {
      page.links()
          .forEach((line, targets) -> targets.forEach(target -> follow(page, line, target)));
    }
    assertThat(wrong).isEmpty();
  }

  private void follow(Page page, int line, String target) {
    if (target.matches("https?://.*|mailto:.*")) {
      return;
    }
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      wrong.add(page.at(line) + ": a link to " + target + ", which is not there");
    } else if (parts.length > 1 && !Page.read(file).anchors().contains(parts[1])) {
      wrong.add(page.at(line) + ": a link to " + target + ", a heading that is not there");
    }
  }

  @Test
  void theIndexNamesEveryPage() {
    Page index = Page.read(Page.HOME.resolve("docs/README.md"));
    Set<Path> linked =
        index.links().values().stream()
            .flatMap(List::stream)
            .map(target -> index.file().resolveSibling(target.split("#")[0]).normalize())
            .collect(Collectors.toSet());
    assertThat(PAGES)
        .filteredOn(page -> page.name().matches("docs/[\\w-]+\\.md") && !page.equals(index))
        .isNotEmpty()
        .allSatisfy(page -> assertThat(linked).as(page.name()).contains(page.file()));
  }

  @Test
  void filesAreThere() {
    for (Page page : PAGES) {
      page.code().forEach((line, codes) -> codes.forEach(code -> checkFile(page.at(line), code)));
    }
    for (ShellCommand command : COMMANDS) {
      command.simple().forEach(words -> words.forEach(word -> checkFile(command.at(), word)));
    }
    assertThat(wrong).isEmpty();
  }

  private void checkFile(String at, String word) {
    String file = word.replaceFirst("^[\\w.-]*=", "");
    if (FILE.matcher(file).matches()
        && !file.contains("/target/")
        && !Exceptions.NO_FILES.contains(file)
        && !Files.exists(Page.HOME.resolve(file))) {
      wrong.add(at + ": " + file + " is not there");
    }
  }

  @Test
  void settingsAreThoseOfTheReference() {
    Pattern key =
        Pattern.compile(
            "((?:"
                + String.join("|", settings.root().keySet())
                + ")\\.[a-z][a-z.-]*[a-z])(?: ?=.*)?");
    for (Page page : PAGES) {
      page.code()
          .forEach(
              (line, codes) ->
                  codes.stream()
                      .map(key::matcher)
                      .filter(Matcher::matches)
                      .map(match -> match.group(1))
                      .forEach(name -> checkSetting(page.at(line), name)));
    }
    for (ShellCommand command : COMMANDS) {
      for (List<String> words : command.simple()) {
        for (int i = 0; i < words.size(); i++) {
          if (words.get(i).equals("--set")) {
            checkSetting(command.at(), words.get(i + 1).split("=")[0]);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private void checkSetting(String at, String key) {
    boolean isFile =
        key.matches(".*\\.(jsonl?|md|conf|tar|csv|svg|png|npz|onnx|html|sh|tfevents|properties)");
    if (!isFile && !Exceptions.NO_SETTINGS.contains(key) && !settings.hasPathOrNull(key)) {
      wrong.add(at + ": no setting " + key);
    }
  }

  @Test
  void variablesAreReadSomewhere() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String directory : List.of("submit", "src/main", "notebooks", "conf")) {
      if (Files.isDirectory(Page.HOME.resolve(directory))) {
        for (Path file : files(directory)) {
          if (!file.toString().matches(".*\\.(md|png|jpg|gz)")) {
            VARIABLE.matcher(read(file)).results().forEach(match -> read.add(match.group()));
          }
        }
      }
    }
    for (Page page : PAGES) {
      assertThat(read)
          .as(page.name())
          .containsAll(
              VARIABLE.matcher(read(page.file())).results().map(match -> match.group()).toList());
    }
  }

  /** Commands and options within the text and in tables, where values may be left out. */
  @Test
  void commandsInTheTextAreCommandsWithTheirOptions() {
    for (Page page : PAGES) {
      page.code()
          .forEach(
              (line, codes) ->
                  codes.stream()
                      .filter(code -> SCRIPT.matcher(code).lookingAt())
                      .forEach(code -> checkOptions(page.at(line), ShellWords.of(code))));
    }
    assertThat(wrong).isEmpty();
  }

  private void checkOptions(String at, List<String> words) {
    int first = commandAt(words);
    if (first == words.size()) {
      return;
    }
    CommandLine command = spnas;
    for (String word : words.subList(first, words.size())) {
      String name = word.replaceAll("^\\[|\\]$|=.*", "");
      if (command.getSubcommands().containsKey(name)) {
        command = command.getSubcommands().get(name);
      } else if (name.startsWith("-") && command.getCommandSpec().findOption(name) == null) {
        wrong.add(at + ": " + command.getCommandName() + " has no option " + name);
      }
    }
  }

  /** Where the command of spnas begins, behind the script's own options; else the words' number. */
  private int commandAt(List<String> words) {
    Set<String> commands = spnas.getSubcommands().keySet();
    for (int i = 1; i < words.size(); i++) {
      if (commands.contains(words.get(i)) && !words.get(i - 1).equals("--queue")) {
        return i;
      }
    }
    return words.size();
  }

  @Test
  void commandsAreUnderstood() {
    for (ShellCommand command : COMMANDS) {
      for (List<String> words : command.simple()) {
        if (SCRIPT.matcher(words.get(0)).matches()
            && !words.contains("kernels")
            && commandAt(words) < words.size()) {
          understand(command, words.subList(commandAt(words), words.size()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private void understand(ShellCommand command, List<String> words) {
    try {
      List<String> arguments = new ArrayList<>(words);
      arguments.removeIf(word -> word.matches("2?>.*"));
      if (words.get(0).equals("bench") && words.get(1).matches("input|prepare")) {
        // Which the script adds.
        arguments.add("--photos=.cache/photos");
      }
      spnas.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      wrong.add(command.at() + ": " + e.getMessage());
    }
  }

  /** A command of spnas stands in a block of commands, so that it is run. */
  @Test
  void noCommandHidesInOtherCode() {
    Set<String> run =
        COMMANDS.stream()
            .flatMap(command -> command.text().lines().map(String::strip))
            .collect(Collectors.toSet());
    for (Page page : PAGES) {
      for (Page.Block block : page.blocks()) {
        for (String line : block.lines()) {
          if (line.strip().matches("(submit/\\w+\\.sh|mvn|spark-submit)( .*)?")
              && !run.contains(line.strip())) {
            wrong.add(page.at(block.line()) + ": a command outside of ```sh: " + line);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyExceptionIsForACommandAndEveryTestIsThere() throws IOException {
    Set<String> tests =
        files("src/test/java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    for (Exceptions.Elsewhere entry : Exceptions.ELSEWHERE) {
      assertThat(isUsed(entry.command(), false)).as("a command like %s", entry.command()).isTrue();
      assertThat(
              tests.contains(entry.where()) || Files.isExecutable(Page.HOME.resolve(entry.where())))
          .as("%s is a test or script", entry.where())
          .isTrue();
    }
    for (Exceptions.Outside entry : Exceptions.OUTSIDE) {
      assertThat(isUsed(entry.command(), false)).as("a command like %s", entry.command()).isTrue();
    }
    for (Exceptions.Localised entry : Exceptions.LOCALISED) {
      assertThat(isUsed(entry.text(), true)).as("a command with %s", entry.text()).isTrue();
    }
    for (Map.Entry<String, String> given : Fixtures.GIVEN.entrySet()) {
      assertThat(PAGES).extracting(Page::name).contains(given.getKey());
    }
  }

  private static boolean isUsed(Pattern pattern, boolean anywhere) {
    Optional<ShellCommand> used =
        COMMANDS.stream()
            .filter(
                command -> {
                  Matcher matcher = pattern.matcher(command.text());
                  return anywhere ? matcher.find() : matcher.lookingAt();
                })
            .findAny();
    return used.isPresent();
  }
}
