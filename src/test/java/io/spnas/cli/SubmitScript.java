package io.spnas.cli;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs one of the scripts in {@code submit/} as a user does, with the packed jar. */
final class SubmitScript {
  private final Path script;
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param name such as {@code yarn.sh}
   * @param directory where it is run and its output goes
   */
  SubmitScript(String name, Path directory) {
    this(ServerProcess.HOME.resolve("submit").resolve(name), directory);
  }

  SubmitScript(Path script, Path directory) {
    this.script = script;
    this.directory = directory;
  }

  /** Sets a variable of the script's. */
  SubmitScript with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.matches("(SPARK|HADOOP|YARN|SPNAS|MKL|KUBE).*"));
    variables.putAll(environment);
    return builder.start();
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return new LocalScript(directory, Map.of()).await(start(arguments));
  }
}
