package io.spnas.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server of {@code src/clusters} in a JVM of its own, which ends with this process at latest. */
final class ServerProcess implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("spnas.home")).normalize();

  private static final Path TARGET = HOME.resolve("src/clusters/target");
  private static final int START_SECONDS = 300;
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final List<String> said;

  private ServerProcess(Process process, List<String> said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param mainClass simple name of its class in {@code io.spnas.clusters}
   * @param directory its working directory; its log goes to {@code server.log} there
   */
  static ServerProcess start(String mainClass, Path directory, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dlog4j2.configurationFile=" + HOME.resolve("conf/log4j2.properties"),
                "-cp",
                TARGET.resolve("classes") + ":" + classPath("servers"),
                "io.spnas.clusters." + mainClass));
    command.addAll(List.of(arguments));
    Path log = directory.resolve("server.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      List<String> said =
          CompletableFuture.supplyAsync(() -> awaitReady(process))
              .get(START_SECONDS, TimeUnit.SECONDS);
      return new ServerProcess(process, said);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("No " + mainClass + "; it said: " + Files.readString(log), e);
    }
  }

  /** A class path that the build of {@code src/clusters} wrote. */
  static String classPath(String name) throws IOException {
    Path file = TARGET.resolve(name + ".classpath");
    if (!Files.exists(file)) {
      throw new AssertionError("No " + file + ": build src/clusters first, as mvn verify does");
    }
    return Files.readString(file).strip();
  }

  private static List<String> awaitReady(Process process) {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("ready")) {
          return lines;
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("Ended before it was ready");
  }

  /** The last line that it said before it was ready. */
  String lastLine() {
    return said.get(said.size() - 1);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
