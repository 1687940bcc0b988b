package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spnas.cli.Command.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command's {@code --help} tells. */
class HelpTest {
  private static final int WIDTH = 100;

  /** Paths of all commands, such as {@code "prepare idx"}; the first is of the program itself. */
  static Stream<String> commands() {
    return below(new CommandLine(new Main()), "");
  }

  private static Stream<String> below(CommandLine command, String path) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(child -> below(child.getValue(), (path + " " + child.getKey()).strip())));
  }

  private static CommandSpec spec(String path) {
    CommandLine command = new CommandLine(new Main());
    for (String name : words(path)) {
      command = command.getSubcommands().get(name);
    }
    return command.getCommandSpec();
  }

  /** Words as a shell takes them: apart by blanks, but for what is in single quotes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (line.strip() + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
      } else if (c != ' ' || quoted) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  private static List<String> examples(CommandSpec command) {
    List<String> footer = List.of(command.usageMessage().footer());
    assertThat(footer).as("footer of %s", command.qualifiedName()).contains("Examples:");
    List<String> lines = footer.subList(footer.indexOf("Examples:") + 1, footer.size());
    assertThat(lines)
        .as("not to be broken in print")
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH - 2));
    return List.of(String.join("\n", lines).replace(" \\\n    ", " ").split("\n"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void thePurposeIsOneLine(String path) {
    String[] description = spec(path).usageMessage().description();
    assertThat(description).hasSize(1);
    assertThat(description[0]).hasSizeBetween(10, 80).endsWith(".").doesNotContain("%n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribedWithItsDefault(String path) {
    for (OptionSpec option : spec(path).options()) {
      String text = String.join(" ", option.description());
      assertThat(text).as(option.longestName()).hasSizeGreaterThan(5).endsWith(".");
      assertThat(option.arity().max() == 0 || !option.paramLabel().startsWith("<"))
          .as("%s says %s", option.longestName(), option.paramLabel())
          .isTrue();
      if (option.arity().max() > 0 && !option.required()) {
        assertThat(text).as(option.longestName()).contains("(default: ");
      }
      if (option.defaultValue() != null && !option.defaultValue().isEmpty()) {
        assertThat(text).as(option.longestName()).contains(option.defaultValue());
      }
    }
    for (ArgSpec positional : spec(path).positionalParameters()) {
      assertThat(positional.description()).as(positional.paramLabel()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void twoExamplesThatTheCommandLineTakes(String path) {
    List<String> examples = examples(spec(path));
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    for (String example : examples) {
      assertThat(example + " ").startsWith(("  " + path).stripTrailing() + " ");
      CommandLine commands = Main.commandLine();
      assertThatCode(() -> commands.parseArgs(words(example).toArray(String[]::new)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsPlainTextOfASaneWidthOnAPipe(String path) {
    Ended ended = Command.run((path + " --help").strip().split(" "));
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).doesNotContain("\u001b").doesNotContain("${");
    assertThat(ended.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
    assertThat(ended.out().replace(" \\\n    ", " ").lines())
        .contains(examples(spec(path)).toArray(String[]::new));
  }
}
