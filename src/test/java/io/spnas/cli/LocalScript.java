package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code submit/local.sh} as a user does, with the packed jar. */
final class LocalScript {
  private static final Path HOME = Path.of(System.getProperty("spnas.home")).normalize();

  /** For what hangs; a command of a test takes a minute at most. */
  private static final int WAIT_MINUTES = 10;

  private final Path directory;
  private final Map<String, String> environment;

  /** What a run left. */
  record Ended(int status, String out, String err) {}

  /**
   * @param directory where the output goes
   * @param environment variables of the script
   */
  LocalScript(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** A script whose search runs in two executors in JVMs of their own. */
  static LocalScript onTwoExecutors(Path directory) {
    return new LocalScript(
        directory,
        Map.of("SPNAS_MASTER", "local-cluster[2,1,2048]", "SPNAS_EXECUTOR_MEMORY", "1g"));
  }

  /** The same with further variables. */
  LocalScript with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new LocalScript(directory, all);
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("submit/local.sh").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("SPNAS_DRIVER_MEMORY", "2g");
    return builder.start();
  }

  /** JVMs that a running search has started. Their command lines are too long to be read. */
  static List<ProcessHandle> executors(Process search) {
    return search
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  Ended await(Process process) throws IOException, InterruptedException {
    boolean ended = process.waitFor(WAIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String err = Files.readString(directory.resolve("err"));
    assertThat(ended).as("ended within %d minutes; it said: %s", WAIT_MINUTES, err).isTrue();
    return new Ended(process.exitValue(), Files.readString(directory.resolve("out")), err);
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return await(start(arguments));
  }
}
