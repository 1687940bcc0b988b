package io.spnas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Spark home whose spark-submit writes down its arguments and ends with status 7, but for the
 * question what memory a command needs, which a real one answers.
 */
final class RecordingSpark {
  static final int STATUS = 7;

  private final Path home;

  private RecordingSpark(Path home) {
    this.home = home;
  }

  /** Makes one with some lines of spark-defaults.conf. */
  static RecordingSpark in(Path directory, String... defaults) throws IOException {
    Path home = directory.resolve("a spark home");
    Path script = home.resolve("bin/spark-submit");
    Files.createDirectories(script.getParent());
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        script,
        """
        #!/usr/bin/env bash
        if [[ " $* " == *" resources --cores "* ]]; then
          exec env -u SPARK_HOME '%s' "$@"
        fi
        printf '%%s\\0' "$@" >'%s'
        exit %d
        """
            .formatted(
                ServerProcess.HOME.resolve("submit/spark-submit.sh"),
                home.resolve("arguments"),
                STATUS));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.write(home.resolve("conf/spark-defaults.conf"), List.of(defaults));
    return new RecordingSpark(home);
  }

  /** One of the scripts in {@code submit/}, which submits to this Spark. */
  SubmitScript script(String name) {
    return new SubmitScript(name, home.getParent()).with("SPARK_HOME", home());
  }

  String home() {
    return home.toString();
  }

  boolean wasAsked() {
    return Files.exists(home.resolve("arguments"));
  }

  /** What it was last asked. */
  List<String> arguments() throws IOException {
    return List.of(Files.readString(home.resolve("arguments")).split("\0", -1)).stream()
        .filter(argument -> !argument.isEmpty())
        .toList();
  }

  /** Settings of what it was last asked, as Spark takes them: the last of a key wins. */
  Map<String, String> settings() throws IOException {
    List<String> arguments = arguments();
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("--conf")) {
        String[] setting = arguments.get(i + 1).split("=", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    return settings;
  }
}
