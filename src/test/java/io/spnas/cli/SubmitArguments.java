package io.spnas.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What tests give to yarn.sh and k8s.sh, and what these are expected to add of their own. */
final class SubmitArguments {
  static final String[] MEMORY = {
    "--executor-memory=3g", "--conf=spark.executor.memoryOverhead=1g"
  };
  static final String[] SEARCH = {
    "search", "--config", "my settings.conf", "--data=hdfs:///d", "--run-dir", "it's", "--workers=3"
  };

  private SubmitArguments() {}

  static String[] join(String[]... parts) {
    return Stream.of(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }

  static String[] join(String first, String[]... parts) {
    return join(new String[] {first}, join(parts));
  }

  /** The options of each JVM. */
  static String javaOptions() throws IOException {
    Process bash =
        new ProcessBuilder(
                "bash", "-c", "source submit/common.sh; printf '%s' \"$SPNAS_JAVA_OPTIONS\"")
            .directory(ServerProcess.HOME.toFile())
            .start();
    return new String(bash.getInputStream().readAllBytes());
  }

  /** The packed jar on this machine. */
  static String jar() {
    return Path.of(System.getProperty("spnas.jar")).toAbsolutePath().normalize().toString();
  }
}
