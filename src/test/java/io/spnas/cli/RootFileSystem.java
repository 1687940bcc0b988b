package io.spnas.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a Dockerfile makes, without a container engine: its instructions are carried out in a file
 * system that {@code mmdebstrap} begins, the same Debian as the base image, and what runs in it
 * runs by {@code chroot}. Knows the instructions that ours has, and refuses others.
 */
final class RootFileSystem implements AutoCloseable {
  private static final int WAIT_MINUTES = 10;

  private final Path root;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String user = "0:0";
  private String directory = "/";
  private List<String> entrypoint = List.of();

  private RootFileSystem(Path root) {
    this.root = root;
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  /** What a process has left: its exit status, and all that it said. */
  record Said(int status, String output) {}

  /**
   * Builds a context's {@code Dockerfile}.
   *
   * @param root where to
   */
  static RootFileSystem build(Path context, Path root) throws IOException, InterruptedException {
    RootFileSystem made = new RootFileSystem(root);
    String text = Files.readString(context.resolve("Dockerfile")).replace("\\\n", " ");
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      if (!line.startsWith("#")) {
        String[] parts = line.split("\\s+", 2);
        made.carryOut(parts[0], parts[1].strip(), context);
      }
    }
    made.nameHost();
    return made;
  }

  /** As a container engine does, whose containers know their own names. */
  private void nameHost() throws IOException {
    Files.writeString(
        root.resolve("etc/hosts"),
        "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + "\n");
  }

  private void carryOut(String instruction, String rest, Path context)
      throws IOException, InterruptedException {
    String[] words = rest.split("\\s+");
    switch (instruction) {
      case "FROM" -> begin(words[0]);
      case "COPY" -> copy(context.resolve(words[0]), words[1]);
      case "RUN" -> require(chroot("0:0", List.of("/bin/sh", "-c", rest)));
      case "ENV" -> {
        for (String word : words) {
          String[] variable = word.split("=", 2);
          environment.put(variable[0], variable[1]);
        }
      }
      case "WORKDIR" -> directory = rest;
      case "USER" -> user = rest;
      case "ENTRYPOINT" ->
          entrypoint = List.of(rest.replaceAll("^\\[\\s*\"|\"\\s*]$", "").split("\"\\s*,\\s*\""));
      default -> throw new IllegalArgumentException("Unknown instruction " + instruction);
    }
  }

  /** Begins with the packages that Debian's slim images begin with. */
  private void begin(String image) throws IOException, InterruptedException {
    if (!image.matches("debian:bookworm-\\d{8}-slim@sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "Unknown base image " + image + ", expected a pinned debian:bookworm-DATE-slim");
    }
    if (!Files.isExecutable(Path.of("/usr/bin/mmdebstrap"))) {
      throw new AssertionError("Cannot make a root file system: install the package mmdebstrap");
    }
    require(
        run(
            List.of(
                "mmdebstrap",
                "--quiet",
                "--variant=minbase",
                "--dpkgopt=path-exclude=/usr/share/man/*",
                "--dpkgopt=path-exclude=/usr/share/doc/*",
                "--dpkgopt=path-exclude=/usr/share/locale/*",
                "bookworm",
                root.toString())));
  }

  private void copy(Path from, String to) throws IOException, InterruptedException {
    Path target = root.resolve(to.substring(1));
    String source = Files.isDirectory(from) ? from + "/." : from.toString();
    Files.createDirectories(Files.isDirectory(from) ? target : target.getParent());
    require(run(List.of("cp", "-rp", "--no-preserve=ownership", source, target.toString())));
  }

  /** Runs the entrypoint as the image's user, with further variables. */
  Said run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
    command.add("-C");
    command.add(directory);
    variables.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(entrypoint);
    command.addAll(List.of(arguments));
    return chroot(user, command);
  }

  private Said chroot(String as, List<String> command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    // Processes of its own, which end with the first, and /proc to see them.
    line.addAll(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
    line.add("--mount-proc=" + root.resolve("proc"));
    line.addAll(List.of("chroot", "--userspec=" + as, root.toString(), "/usr/bin/env", "-i"));
    environment.forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(command);
    return run(line);
  }

  private static Said run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("image", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(WAIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("Too long: " + command);
      }
      return new Said(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  private static void require(Said ended) {
    if (ended.status() != 0) {
      throw new AssertionError("Cannot make the image: " + ended.output());
    }
  }

  /** All of its files' bytes. */
  long bytes() throws IOException, InterruptedException {
    Said sum = run(List.of("du", "--summarize", "--bytes", "--one-file-system", root.toString()));
    return Long.parseLong(sum.output().split("\\s+")[0]);
  }

  /** Removes it. */
  @Override
  public void close() throws IOException, InterruptedException {
    require(run(List.of("rm", "-rf", "--one-file-system", root.toString())));
  }
}
