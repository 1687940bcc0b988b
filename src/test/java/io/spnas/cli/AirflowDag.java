package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The DAG of {@code submit/airflow}, as stand-ins for Airflow's classes show it. */
record AirflowDag(JsonNode json) {
  static final Path FILE =
      Path.of(System.getProperty("spnas.home"), "submit/airflow/spnas_dag.py").normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a run of Python left. */
  record Ended(int status, String out, String err) {}

  /** The tasks' names in a group, in the order of their work. */
  static final List<String> TASKS =
      List.of("prepare", "check_table", "profile", "search", "train", "evaluate", "export");

  /** Runs a Python that has Jinja: the first on the path, or else Debian's. */
  static Ended python(Path directory, List<String> arguments) throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (run(directory, python, List.of("-c", "import jinja2")).status() == 0) {
        return run(directory, python, arguments);
      }
    }
    throw new AssertionError("No python3 with jinja2 here, expected apt package python3-jinja2");
  }

  private static Ended run(Path directory, String python, List<String> arguments)
      throws IOException, InterruptedException {
    Path err = directory.resolve("python.err");
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes());
      return new Ended(process.waitFor(), out, Files.readString(err));
    } catch (IOException e) {
      return new Ended(127, "", e.getMessage());
    }
  }

  static Ended load(
      Path directory, String airflow, String providers, String run, Map<String, Object> params)
      throws Exception {
    Path standIn = directory.resolve("airflow_stand_in.py");
    try (var in = AirflowDag.class.getResourceAsStream("airflow_stand_in.py")) {
      Files.write(standIn, in.readAllBytes());
    }
    return python(
        directory,
        List.of(
            standIn.toString(),
            FILE.toString(),
            airflow,
            providers,
            run,
            JSON.writeValueAsString(params)));
  }

  /** The DAG in Airflow 2 or 3, with both providers. */
  static AirflowDag of(Path directory, String airflow, String run, Map<String, Object> params)
      throws Exception {
    Ended ended = load(directory, airflow, "spark,kubernetes", run, params);
    assertThat(ended.status()).as(ended.err()).isZero();
    return new AirflowDag(JSON.readTree(ended.out()));
  }

  JsonNode task(String name) {
    JsonNode task = json.path("tasks").path(name);
    assertThat(task.isObject()).as("task %s", name).isTrue();
    return task;
  }

  /** A task's SparkApplication. */
  JsonNode application(String name) throws IOException {
    return JSON.readTree(task("kubernetes." + name).path("application_file").asText());
  }

  /** The command line of spnas that a task of a cluster runs. */
  List<String> arguments(String cluster, String name) throws IOException {
    JsonNode arguments =
        cluster.equals("yarn")
            ? task("yarn." + name).path("application_args")
            : application(name).at("/spec/arguments");
    assertThat(arguments).as("arguments of %s", name).isNotEmpty();
    List<String> words = new ArrayList<>();
    arguments.forEach(word -> words.add(word.asText()));
    return words;
  }

  /**
   * Settings of Spark that a task of a cluster comes to; what the operator for Kubernetes has
   * fields for is told as the setting that Spark has for it.
   */
  Map<String, String> settings(String cluster, String name) throws IOException {
    if (cluster.equals("yarn")) {
      return JSON.convertValue(task("yarn." + name).path("conf"), Strings.class);
    }
    JsonNode spec = application(name).path("spec");
    ObjectNode settings = spec.path("sparkConf").deepCopy();
    for (String role : List.of("driver", "executor")) {
      for (String key : List.of("memory", "memoryOverhead")) {
        settings.set("spark." + role + "." + key, spec.path(role).path(key));
      }
    }
    for (String key : List.of("instances", "cores")) {
      assertThat(spec.at("/executor/" + key).isInt()).as(key).isTrue();
      settings.put("spark.executor." + key, spec.at("/executor/" + key).asText());
    }
    return JSON.convertValue(settings, Strings.class);
  }

  private static final class Strings extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;
  }
}
