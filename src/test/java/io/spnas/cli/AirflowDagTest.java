package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The DAG without Airflow: its graph, params and command lines. Needs python3 with Jinja. */
@Tag("slow")
class AirflowDagTest {
  private static final String RUN = "scheduled__2026-02-01T00:00:00+00:00";
  private static final List<String> CLUSTERS = List.of("yarn", "kubernetes");

  @TempDir private Path directory;

  private AirflowDag dag(String airflow, Map<String, Object> params) throws Exception {
    return AirflowDag.of(directory, airflow, RUN, params);
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void pythonCompilesIt() throws Exception {
    AirflowDag.Ended ended =
        AirflowDag.python(
            directory,
            List.of(
                "-c",
                "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')",
                AirflowDag.FILE.toString()));
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void tasksFollowEachOther(String airflow) throws Exception {
    AirflowDag dag = dag(airflow, Map.of());
    assertThat(dag.json().path("tasks")).hasSize(1 + 2 * 8);
    assertThat(dag.task("choose_cluster").path("upstream")).isEmpty();
    for (String cluster : CLUSTERS) {
      Map<String, List<String>> before =
          Map.of(
              "prepare", List.of("choose_cluster"),
              "choose_table", List.of("choose_cluster", cluster + ".prepare"),
              "check_table", List.of(cluster + ".choose_table"),
              "profile", List.of(cluster + ".choose_table"),
              "search", List.of(cluster + ".check_table", cluster + ".profile"),
              "train", List.of(cluster + ".search"),
              "evaluate", List.of(cluster + ".train"),
              "export", List.of(cluster + ".evaluate"));
      before.forEach(
          (task, upstream) ->
              assertThat(strings(dag.task(cluster + "." + task).path("upstream")))
                  .as(task)
                  .isEqualTo(upstream));
      // What one of two leads to must not be skipped with the other.
      for (String joined : List.of("choose_table", "search")) {
        assertThat(dag.task(cluster + "." + joined).path("trigger_rule").asText())
            .isEqualTo("none_failed_min_one_success");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "yarn, '', pixel1, yarn.choose_table, yarn.check_table",
    "yarn, hdfs:///in, pixel1, yarn.prepare, yarn.check_table",
    "kubernetes, '', '', kubernetes.choose_table, kubernetes.profile",
    "kubernetes, s3a://in, '', kubernetes.prepare, kubernetes.profile"
  })
  void branchesFollowTheParams(
      String cluster, String archives, String table, String first, String second) throws Exception {
    AirflowDag dag =
        dag("3", Map.of("cluster", cluster, "archives", archives, "latency_table", table));
    assertThat(dag.task("choose_cluster").path("follows").asText()).isEqualTo(first);
    assertThat(dag.task(cluster + ".choose_table").path("follows").asText()).isEqualTo(second);
  }

  @Test
  void aSiteNeedsItsOwnProviderOnly() throws Exception {
    AirflowDag.Ended ended = AirflowDag.load(directory, "2", "spark", RUN, Map.of());
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("yarn.search").doesNotContain("kubernetes.search");
    ended = AirflowDag.load(directory, "2", "spark", RUN, Map.of("cluster", "kubernetes"));
    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("No provider for cluster kubernetes");
  }

  @Test
  void theScheduleIsOneRunAtATimeAndNothingOfThePast() throws Exception {
    JsonNode dag = dag("3", Map.of()).json();
    assertThat(dag.path("schedule").asText()).isEqualTo("@monthly");
    assertThat(dag.path("catchup").asBoolean(true)).isFalse();
    assertThat(dag.path("max_active_runs").asInt()).isEqualTo(1);
    assertThat(dag.path("start_date").asText()).endsWith("+00:00");
    assertThat(dag.path("doc_md").asText()).contains("`search`", "docs/airflow.md");
  }

  @Test
  void everyTaskIsRetriedAndLimited() throws Exception {
    AirflowDag dag = dag("2", Map.of());
    for (String cluster : CLUSTERS) {
      for (String name : AirflowDag.TASKS) {
        JsonNode task = dag.task(cluster + "." + name);
        assertThat(task.path("retries").asInt()).isEqualTo(3);
        assertThat(task.path("retry_delay").asDouble()).isEqualTo(300);
        assertThat(task.path("execution_timeout").asDouble()).isBetween(1800.0, 604800.0);
      }
    }
    assertThat(dag.task("yarn.search").has("durable")).as("unknown to 2.7's provider").isFalse();
    assertThat(dag("3", Map.of()).task("yarn.search").path("durable").asBoolean(true)).isFalse();
  }

  @Test
  void paramsHaveTypesAndDescriptions() throws Exception {
    JsonNode params = dag("3", Map.of()).json().path("params");
    assertThat(params).hasSizeGreaterThan(15);
    params
        .fields()
        .forEachRemaining(
            param -> {
              assertThat(param.getValue().path("type").asText()).as(param.getKey()).isNotEmpty();
              assertThat(param.getValue().path("description").asText())
                  .as(param.getKey())
                  .endsWith(".");
            });
    Map<String, Object> wrong =
        Map.of("workers", 0, "cluster", "mesos", "target_latency_ms", "fast", "data", "a b");
    for (Map.Entry<String, Object> param : wrong.entrySet()) {
      AirflowDag.Ended ended =
          AirflowDag.load(directory, "3", "spark", RUN, Map.of(param.getKey(), param.getValue()));
      assertThat(ended.status()).as(param.getKey()).isNotZero();
      assertThat(ended.err()).contains(param.getKey() + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my/table.json"})
  void everyCommandLineIsOneThatTheProgramTakes(String table) throws Exception {
    AirflowDag dag =
        dag(
            "3",
            Map.of("archives", "hdfs:///in", "target_latency_ms", 80.5, "latency_table", table));
    for (String cluster : CLUSTERS) {
      for (String name : AirflowDag.TASKS) {
        List<String> arguments = dag.arguments(cluster, name);
        assertThatCode(() -> Main.commandLine().parseArgs(arguments.toArray(String[]::new)))
            .as("%s", arguments)
            .doesNotThrowAnyException();
        assertThat(arguments).contains("--json").noneMatch(word -> word.contains("{{"));
        assertThat(arguments).isEqualTo(dag.arguments("yarn", name));
      }
    }
    assertThat(dag.arguments("yarn", "search"))
        .contains("--resume", "--set=search.target-latency-ms=80.5");
    assertThat(dag.arguments("yarn", "train")).contains("--resume");
    String made = "--out=hdfs:///runs/scheduled-2026-02-01T00-00-00-00-00-55677528.latency.json";
    assertThat(
            dag.arguments("yarn", "search").contains(made.replace("--out", "--set=latency.table")))
        .as("the table that profile makes is the one that is used")
        .isEqualTo(table.isEmpty());
    assertThat(dag.arguments("yarn", "profile").contains(made)).isEqualTo(table.isEmpty());
  }

  @Test
  void aRunKeepsItsDirectoryAndSharesItWithNoOther() throws Exception {
    Set<String> directories = new HashSet<>();
    for (String run :
        List.of(RUN, "scheduled__2026-03-01T00:00:00+00:00", "manual__a:b", "manual__a-b")) {
      List<String> search =
          AirflowDag.of(directory, "3", run, Map.of()).arguments("yarn", "search");
      List<String> retried =
          AirflowDag.of(directory, "3", run, Map.of()).arguments("yarn", "search");
      assertThat(retried).isEqualTo(search);
      String runDirectory = search.get(3);
      assertThat(runDirectory).matches("--run-dir=hdfs:///runs/[A-Za-z0-9-]+/search");
      directories.add(runDirectory);
    }
    assertThat(directories).hasSize(4);
  }

  @Test
  void kubernetesGetsAnApplicationOfTheOperator() throws Exception {
    AirflowDag dag =
        dag("3", Map.of("workers", 3, "namespace", "lab", "image", "registry/spnas:1"));
    JsonNode application = dag.application("search");
    assertThat(application.path("apiVersion").asText()).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(application.path("kind").asText()).isEqualTo("SparkApplication");
    assertThat(application.at("/metadata/namespace").asText()).isEqualTo("lab");
    JsonNode spec = application.path("spec");
    assertThat(spec.path("image").asText()).isEqualTo("registry/spnas:1");
    assertThat(spec.at("/executor/instances").asInt()).isEqualTo(3);
    assertThat(spec.at("/restartPolicy/type").asText()).as("Airflow retries").isEqualTo("Never");
    assertThat(spec.at("/driver/serviceAccount").asText()).isEqualTo("spnas");
  }

  @Test
  void itsFieldsAreThoseOfTheManifest() throws Exception {
    // Which is held to the operator's own schema.
    JsonNode manifest = Manifests.read(Manifests.file("spark-operator.yaml")).get(0);
    JsonNode application = dag("3", Map.of()).application("search");
    for (String part : List.of("", "/metadata", "/spec", "/spec/driver", "/spec/executor")) {
      assertThat(application.at(part).fieldNames())
          .toIterable()
          .as(part)
          .isSubsetOf(() -> manifest.at(part).fieldNames());
    }
    for (String same :
        List.of("type", "mode", "sparkVersion", "mainClass", "mainApplicationFile")) {
      assertThat(application.path("spec").path(same)).isEqualTo(manifest.path("spec").path(same));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "executor"})
  void podsAreThoseOfTheTemplates(String role) throws Exception {
    Path file = AirflowDag.FILE.resolveSibling("../kubernetes/" + role + "-pod.yaml");
    JsonNode expected = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
    // The name by which the operator finds the container.
    ((ObjectNode) expected.at("/spec/containers/0")).put("name", "spark-kubernetes-" + role);
    JsonNode template = dag("3", Map.of()).application("train").at("/spec/" + role + "/template");
    assertThat(template.path("spec")).isEqualTo(expected.path("spec"));
    assertThat(template.path("metadata")).isEqualTo(expected.path("metadata"));
  }

  @Test
  void whatRunsNoTasksOfSparkStaysOffYarn() throws Exception {
    AirflowDag dag = dag("2", Map.of());
    for (String name : AirflowDag.TASKS) {
      boolean tasks = List.of("prepare", "search", "train", "evaluate").contains(name);
      assertThat(dag.task("yarn." + name).path("conn_id").asText())
          .as(name)
          .isEqualTo(tasks ? "spnas_yarn" : "spnas_local");
    }
  }
}
