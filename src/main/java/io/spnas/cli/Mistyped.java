package io.spnas.cli;

import io.spnas.config.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a mistake in a command line in one line, and what may have been meant. */
final class Mistyped {
  private Mistyped() {}

  /** The line, with the command whose help tells more. */
  static String line(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    return what(mistake, command).replaceAll("\\s+", " ")
        + " (see "
        + command.getCommandSpec().qualifiedName()
        + " --help)";
  }

  private static String what(ParameterException mistake, CommandLine command) {
    // An option that is mistyped is often missed too, which is not what is to be told.
    List<String> unknown =
        mistake instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : command.getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      return unknown(unknown.get(0), command);
    }
    return mistake.getMessage() + meantValue(mistake);
  }

  private static String unknown(String argument, CommandLine command) {
    if (argument.startsWith("-")) {
      String name = argument.split("=", 2)[0];
      return "Unknown option: " + name + meant(name, options(command));
    }
    Collection<String> commands = command.getSubcommands().keySet();
    return commands.isEmpty()
        ? "Unexpected argument: '" + argument + "'"
        : "Unknown command: " + argument + meant(argument, commands);
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap((OptionSpec option) -> Stream.of(option.names()))
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  /** Of values that are a choice, the one that may have been meant. */
  private static String meantValue(ParameterException mistake) {
    ArgSpec argument = mistake.getArgSpec();
    if (argument == null || !argument.type().isEnum() || mistake.getValue() == null) {
      return "";
    }
    List<String> values =
        Arrays.stream(argument.type().getEnumConstants())
            .map(value -> value.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.toList());
    return meant(mistake.getValue().toLowerCase(Locale.ROOT), values);
  }

  /** What is near; something far off would only mislead. */
  private static String meant(String text, Collection<String> candidates) {
    return Nearest.close(text, candidates)
        .map(nearest -> ", did you mean " + nearest + "?")
        .orElse("");
  }
}
