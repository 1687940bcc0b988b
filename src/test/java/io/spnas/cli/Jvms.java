package io.spnas.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Spark's JVMs among the processes that one has started: executors of {@code local-cluster} under
 * the submitting process, all of YARN's containers under the node manager's, pods under the
 * kubelet's.
 */
final class Jvms {
  private static final String EXECUTOR = "(CoarseGrained|Kubernetes)ExecutorBackend";
  private static final String APPLICATION_MASTER =
      "org\\.apache\\.spark\\.deploy\\.yarn\\.(ApplicationMaster|ExecutorLauncher)";

  private final ProcessHandle root;

  Jvms(ProcessHandle root) {
    this.root = root;
  }

  /** Executors that run at the moment. */
  List<ProcessHandle> executors() {
    return withArgument(".*" + EXECUTOR);
  }

  /** YARN's application masters; in cluster mode the driver is in there. */
  List<ProcessHandle> applicationMasters() {
    return withArgument(APPLICATION_MASTER);
  }

  private List<ProcessHandle> withArgument(String pattern) {
    return root.descendants()
        .filter(
            process -> {
              List<String> line = commandLine(process);
              // Not the shells that start it.
              return line.get(0).endsWith("/java")
                  && line.stream().anyMatch(argument -> argument.matches(pattern));
            })
        .toList();
  }

  /** All of the arguments, however many; Java's own way gives up on long ones. */
  private static List<String> commandLine(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return List.of("");
    }
  }

  /** Waits until so many executors run. */
  List<ProcessHandle> awaitExecutors(int count, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      List<ProcessHandle> executors = executors();
      if (executors.size() == count) {
        return executors;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("Not " + count + " executors within " + limit);
  }

  /** Kills a process as the system does when memory runs out, and waits until it is gone. */
  static void kill(ProcessHandle process) throws Exception {
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }
}
