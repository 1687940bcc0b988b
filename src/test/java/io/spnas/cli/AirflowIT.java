package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import io.spnas.data.Pictures;
import io.spnas.spark.prepare.TarFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The DAG's command lines run one after the other, and its settings beside the scripts'. */
@Tag("slow")
class AirflowIT {
  private static final String RUN = "manual__2026-02-01T12:00:00+00:00";
  private static final int CLASSES = 4;

  @TempDir private Path directory;

  @Test
  void fromArchivesToOnnxWithASearchThatIsKilledAndRetried() throws Exception {
    Path config = SmallConfig.write(directory);
    Path runs = Files.createDirectories(directory.resolve("runs"));
    writeArchives();
    AirflowDag dag =
        AirflowDag.of(
            directory,
            "3",
            RUN,
            Map.of(
                "archives",
                directory.toString(),
                "data",
                directory.resolve("shards").toString(),
                "train_shards",
                4,
                "validation_shards",
                2,
                "config",
                config.toString(),
                "latency_table",
                "",
                "workers",
                2,
                "runs_root",
                runs.toString()));
    run(dag, "prepare");
    run(dag, "profile");
    killInTheMiddle(dag, "search");
    JsonNode found = run(dag, "search");
    assertThat(run(dag, "search").path("architecture"))
        .as("done already")
        .isEqualTo(found.path("architecture"));
    JsonNode trained = run(dag, "train");
    JsonNode evaluated = run(dag, "evaluate");
    assertThat(evaluated.path("images").asInt()).isEqualTo(5 * CLASSES);
    assertThat(evaluated.path("top1").asDouble()).isEqualTo(trained.path("top1").asDouble());
    JsonNode exported = run(dag, "export");
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(exported.path("out").asText())) {
      assertThat(session.getOutputNames()).contains("probabilities");
    }
    // All of it again, as a run that is cleared does: nothing is done anew.
    for (String name : List.of("prepare", "profile", "train", "export")) {
      run(dag, name);
    }
    assertThat(told("runs", "--dir=" + runs, "--json").path("runs"))
        .extracting(run -> run.path("state").asText())
        .containsExactly("over", "over");
  }

  private JsonNode run(AirflowDag dag, String name) throws Exception {
    return told(dag.arguments("yarn", name).toArray(String[]::new));
  }

  private JsonNode told(String... arguments) throws Exception {
    Ended ended = new LocalScript(directory, Map.of()).run(arguments);
    assertThat(ended.status()).as("%s: %s", arguments[0], ended.err()).isZero();
    return new ObjectMapper().readTree(ended.out());
  }

  /** As a worker of Airflow that dies: no signal that could be answered. */
  private void killInTheMiddle(AirflowDag dag, String name) throws Exception {
    LocalScript script = new LocalScript(directory, Map.of());
    Process process = script.start(dag.arguments("yarn", name).toArray(String[]::new));
    Path run = Path.of(dag.arguments("yarn", name).get(3).substring("--run-dir=".length()));
    Path checkpoint = run.resolve("checkpoints/step-00000020.checkpoint");
    long deadline = System.nanoTime() + 300_000_000_000L;
    while (!Files.exists(checkpoint)) {
      assertThat(process.isAlive()).as(Files.readString(directory.resolve("err"))).isTrue();
      assertThat(System.nanoTime()).as("a checkpoint in time").isLessThan(deadline);
      Thread.sleep(20);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(script.await(process).status()).isNotZero();
  }

  /** Archives as ImageNet's, of pictures that differ by their brightness. */
  private void writeArchives() throws Exception {
    Map<String, Map<String, byte[]>> training = new LinkedHashMap<>();
    Map<String, byte[]> validation = new LinkedHashMap<>();
    StringBuilder labels = new StringBuilder();
    for (int c = 0; c < CLASSES; c++) {
      String synset = "n0000000" + (c + 1);
      Map<String, byte[]> own = new LinkedHashMap<>();
      for (int i = 0; i < 40; i++) {
        own.put(synset + "_" + i + ".JPEG", picture(100 * c + i));
      }
      training.put(synset, own);
      for (int i = 0; i < 5; i++) {
        validation.put(
            String.format("ILSVRC2012_val_%08d.JPEG", 5 * c + i + 1), picture(100 * c + 50 + i));
        labels.append(synset).append('\n');
      }
    }
    Files.write(directory.resolve("ILSVRC2012_img_train.tar"), TarFiles.ofClasses(training));
    Files.write(directory.resolve("ILSVRC2012_img_val.tar"), TarFiles.of(validation));
    Files.writeString(directory.resolve("validation_synset_labels.txt"), labels);
  }

  private static byte[] picture(int seed) throws Exception {
    return Pictures.jpeg(Pictures.noise(24, 24, seed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes"})
  void sparkIsAskedForWhatTheScriptsAskFor(String cluster) throws Exception {
    AirflowDag dag =
        AirflowDag.of(
            directory, "3", RUN, Map.of("archives", "hdfs:///in", "workers", 3, "cores", 2));
    for (String name : List.of("prepare", "search", "train", "evaluate")) {
      Map<String, String> asked = new TreeMap<>(dag.settings(cluster, name));
      Map<String, String> scripts = dryRun(cluster, asked, dag.arguments(cluster, name));
      // Files of the machine that submits; the operator's own fields hold the same.
      scripts.keySet().removeIf(key -> key.endsWith(".podTemplateFile"));
      if (name.equals("prepare")) {
        // It takes what executors there are.
        asked
            .keySet()
            .removeIf(key -> key.matches("spark.(driver|executor).(memory|instances|cores).*"));
        scripts
            .keySet()
            .removeIf(key -> key.matches("spark.(driver|executor).(memory|instances|cores).*"));
      }
      assertThat(asked).as(name).containsExactlyEntriesOf(scripts);
    }
  }

  /** Settings in the line that a script would run. */
  private Map<String, String> dryRun(
      String cluster, Map<String, String> asked, List<String> command) throws Exception {
    Path scripts = Path.of(System.getProperty("spnas.home"), "submit").normalize();
    boolean yarn = cluster.equals("yarn");
    List<String> line = new ArrayList<>();
    line.add(scripts.resolve(yarn ? "yarn.sh" : "k8s.sh").toString());
    line.add("--dry-run");
    if (!yarn) {
      line.addAll(List.of("--master", "k8s://https://localhost:6443"));
    }
    line.addAll(List.of("--executor-cores", "2"));
    // How much it is depends on the network; without these the script would compute it.
    for (String role : List.of("driver", "executor")) {
      for (String key : List.of("memory", "memoryOverhead")) {
        String setting = "spark." + role + "." + key;
        line.addAll(List.of("--conf", setting + "=" + asked.getOrDefault(setting, "1024m")));
      }
    }
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(directory.resolve("dry.err").toFile());
    builder.environment().put("HADOOP_CONF_DIR", directory.toString());
    builder.environment().remove("MKL_DEBUG_CPU_TYPE");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(Files.readString(directory.resolve("dry.err"))).isZero();
    return settings(out);
  }

  private static Map<String, String> settings(String line) throws Exception {
    // A shell takes its own quotes away.
    Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\n' " + line.strip()).start();
    List<String> words = new String(shell.getInputStream().readAllBytes()).lines().toList();
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("--conf")) {
        String[] setting = words.get(i + 1).split("=", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    assertThat(Stream.of("spark.executorEnv.KMP_BLOCKTIME")).allMatch(settings::containsKey);
    return settings;
  }
}
