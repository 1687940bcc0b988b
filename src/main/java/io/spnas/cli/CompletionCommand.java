package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script for bash or zsh that completes commands and options.",
    footer = {
      "",
      "For this shell: source <(submit/local.sh completion). It serves the program's name and the"
          + " scripts local.sh, yarn.sh and k8s.sh, by whatever path they are called.",
      "",
      "Examples:",
      "  completion",
      "  completion --json"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Bash looks a path up by what follows its last slash. */
  private static final String SCRIPTS =
      "complete -F _complete_spnas -o default local.sh yarn.sh k8s.sh\n";

  @Spec private CommandSpec command;

  @Mixin private Results results;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("spnas", command.root().commandLine()) + SCRIPTS;
    results.words().print(script);
    ObjectNode json = results.object();
    json.put("script", script);
    results.print(json);
    return 0;
  }
}
