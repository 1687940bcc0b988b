package io.spnas.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the project in which commands of pages may do what they like. The built jar and the
 * sources are the project's own, by links; scripts and settings are copies, and their settings ask
 * for few steps.
 */
final class Scratch {
  private static final int WAIT_MINUTES = 10;

  private final Path directory;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  static Scratch in(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(Page.HOME)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("conf|submit") || Files.isRegularFile(file)) {
          copy(file, directory.resolve(name));
        } else if (name.matches("bigdl|docs|notebooks|src|\\.ci")) {
          Files.createSymbolicLink(directory.resolve(name), file);
        }
      }
    }
    for (Map.Entry<String, String> smaller : Fixtures.SMALLER.entrySet()) {
      Files.writeString(
          directory.resolve(smaller.getKey()), smaller.getValue(), StandardOpenOption.APPEND);
    }
    Files.createDirectories(directory.resolve("runs"));
    // Shards are made of other images, so these are never read.
    Path images = Files.createDirectories(directory.resolve(".cache/fashion-mnist"));
    Files.createFile(images.resolve("train-images-idx3-ubyte.gz"));
    return new Scratch(directory);
  }

  /** With its times, by which the scripts tell whether they must build. */
  static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (Path file : files) {
      // Of directories too, which were filled since.
      Path target = to.resolve(from.relativize(file).toString());
      Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
    }
  }

  Path resolve(String path) {
    return directory.resolve(path);
  }

  /**
   * Runs a script of bash from a file, and gives its exit status. What it prints goes to a file.
   */
  int run(String script, Path output) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve(".page.sh"), script);
    ProcessBuilder builder =
        new ProcessBuilder(List.of("bash", file.toString()))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("SPNAS_DRIVER_MEMORY", "2g");
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(WAIT_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("not over within " + WAIT_MINUTES + " minutes, see " + output);
    }
    return process.exitValue();
  }
}
