package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs notes as Zeppelin does, with the packed jar as {@code spark.jars}: {@code src/zeppelin}
 * under {@code SparkSubmit}, in a JVM of its own.
 */
final class ZeppelinNotes {
  static final Path NOTES = ServerProcess.HOME.resolve("notebooks");

  private static final Path TARGET = ServerProcess.HOME.resolve("src/zeppelin/target");
  private static final String VERSION = System.getProperty("spnas.version");

  private final Path directory;
  private final List<String> arguments = new ArrayList<>();

  /**
   * @param directory where the output goes
   */
  ZeppelinNotes(Path directory) {
    this.directory = directory;
  }

  /** Adds a note, with the value of its form. */
  ZeppelinNotes add(String note, String form, Object value) {
    if (!arguments.isEmpty()) {
      arguments.add("--");
    }
    arguments.addAll(List.of(NOTES.resolve(note + ".zpln").toString(), form + "=" + value));
    return this;
  }

  /** Runs the notes, one after another in one session. */
  List<JsonNode> run() throws IOException, InterruptedException {
    Path out = directory.resolve("notes.json");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(System.getProperty("spnas.jvm.flags").strip().split("\\s+")));
    line.add("-Xmx1g");
    line.add("-Dlog4j2.configurationFile=" + ServerProcess.HOME.resolve("conf/log4j2.properties"));
    line.addAll(List.of("-cp", SparkSubmit.sparkClassPath() + ":" + classPath()));
    line.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
    line.addAll(List.of("--conf", "spark.ui.enabled=false"));
    // As docs/zeppelin.md says: a local master that waits for a better place never looks again.
    line.addAll(List.of("--conf", "spark.locality.wait=0s"));
    line.addAll(List.of("--conf", "spark.jars=" + System.getProperty("spnas.jar")));
    line.addAll(List.of("--class", "io.spnas.zeppelin.NoteRunner"));
    line.add(TARGET.resolve("spnas-zeppelin-" + VERSION + ".jar").toString());
    line.add(out.toString());
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().remove("SPARK_MASTER");
    builder.environment().put("SPARK_HOME", directory.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    Ended ended = new LocalScript(directory, Map.of()).await(builder.start());
    assertThat(ended.status()).as(ended.err()).isZero();
    List<JsonNode> notes = new ArrayList<>();
    new ObjectMapper().readTree(out.toFile()).forEach(notes::add);
    return notes;
  }

  private static String classPath() throws IOException {
    Path file = TARGET.resolve("zeppelin.classpath");
    if (!Files.exists(file)) {
      throw new AssertionError("No " + file + ": build src/zeppelin first, as mvn verify does");
    }
    return Files.readString(file).strip();
  }
}
