package io.spnas.report.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.report.MetricsLog;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpnasNotebookTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path directory;
  private final SpnasNotebook notebook = SpnasNotebook.of(HADOOP);

  private static Settings settings(String... overrides) {
    List<String> all = new ArrayList<>(List.of("search.steps=40", "search.warmup-steps=10"));
    all.addAll(List.of(overrides));
    return Settings.load(Optional.empty(), all);
  }

  private RunDirectory begin(String name, String... overrides) throws IOException {
    RunDirectory run = new RunDirectory(directory.resolve(name).toString(), HADOOP);
    run.begin(settings(overrides).render());
    return run;
  }

  /** Logs a step of a search; without R, of a training with an evaluation. */
  private static void log(RunDirectory run, long step, double runtime, double top1)
      throws IOException {
    boolean search = !Double.isNaN(runtime);
    double[][] decisions = search ? new double[][] {{1, 1, 0}} : new double[0][];
    Optional<Validation.Result> validation =
        search ? Optional.empty() : Optional.of(new Validation.Result(50, top1, 1, 0.5));
    try (MetricsLog log = MetricsLog.open(run.metrics(), HADOOP, step)) {
      log.append(
          new StepRecord(
              step,
              0.5,
              2.125,
              runtime,
              Double.NaN,
              0.25,
              0.125,
              0.5,
              0.1,
              top1,
              320,
              100,
              80,
              12,
              3,
              decisions,
              decisions,
              validation));
    }
  }

  private static String network(double runtime, Settings settings) {
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    List<Operation> operations = Collections.nCopies(space.searchable().size(), Operation.K3_E3);
    return ArchitectureJson.write(Architecture.of(space, operations), runtime, "pixel1");
  }

  private static List<JsonNode> parsed(List<String> rows) {
    return rows.stream().map(JsonText::parse).toList();
  }

  private static long sum(List<JsonNode> rows, String field) {
    return rows.stream().mapToLong(row -> row.path(field).asLong()).sum();
  }

  @Test
  void rowsHaveTheColumnsOfTheirSchema() throws IOException {
    RunDirectory run = begin("a");
    log(run, 40, 80.5, 0.75);
    run.architecture(network(80.5, settings()));
    List<List<String>> rows =
        List.of(
            notebook.layers(run.toString()),
            notebook.runs(directory.toString()),
            notebook.pareto(directory.toString()));
    List<String> schemas =
        List.of(notebook.layersSchema(), notebook.runsSchema(), notebook.paretoSchema());
    for (int i = 0; i < rows.size(); i++) {
      List<String> columns =
          Stream.of(schemas.get(i).split(", ")).map(column -> column.split(" ")[0]).toList();
      assertThat(parsed(rows.get(i)))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.fieldNames()).toIterable().isEqualTo(columns));
    }
    assertThat(notebook.paretoSchema())
        .isEqualTo("network STRING, series STRING, cost DOUBLE, top1 DOUBLE, on_front BOOLEAN");
  }

  @Test
  void layersOfATrainedNetworkAddUpWithoutCosts() throws IOException {
    RunDirectory run = begin("named");
    NetworkShape shape =
        NetworkDescription.load("mobilenet-v2", settings().input(), settings().model());
    run.architecture(NetworkDescription.write(shape, settings().model().width()));
    List<JsonNode> rows = parsed(notebook.layers(run.toString()));
    NetworkStatistics statistics = NetworkStatistics.of(shape);
    assertThat(rows).hasSize(shape.blocks().size() + 1);
    assertThat(sum(rows, "parameters")).isEqualTo(statistics.parameters());
    assertThat(sum(rows, "multiply_adds")).isEqualTo(statistics.multiplyAdds());
    assertThat(rows).allMatch(row -> row.path("cost").isNull());
  }

  @Test
  void aSearchThatIsNotOverHasNoLayers() throws IOException {
    RunDirectory run = begin("begun");
    assertThatThrownBy(() -> notebook.layers(run.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No network in " + run);
  }

  @Test
  void whatARunDoesNotHaveIsToldInThePlaceOfItsPicture() throws IOException {
    RunDirectory training = begin("training");
    training.labels(List.of("a", "b"));
    log(training, 40, Double.NaN, 0.3);
    String run = training.toString();
    assertThat(
            List.of(
                notebook.curve(run),
                notebook.decisions(run),
                notebook.network(run),
                notebook.confusion(run)))
        .allMatch(picture -> picture.startsWith("<svg") && picture.endsWith("</svg>\n"));
  }

  @Test
  void stateFollowsFromFilesAndTheirAge() throws IOException {
    RunDirectory run = begin("a");
    log(run, 20, 80.5, 0.75);
    JsonNode status = status(run);
    assertThat(status.path("state").asText()).isEqualTo("running");
    assertThat(status.path("progress").asDouble()).isEqualTo(0.5);
    // 20 steps of 100 ms.
    assertThat(status.path("minutes_left").asDouble()).isEqualTo(2.0 / 60);
    assertThat(status.path("validation_top1").isNull()).isTrue();
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (Stream<Path> files = Files.list(directory.resolve("a"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
    assertThat(status(run).path("state").asText()).isEqualTo("stopped");
    log(run, 40, 80.5, 0.75);
    run.architecture(network(80.5, settings()));
    assertThat(status(run).path("state").asText()).isEqualTo("over");
    assertThat(status(run).path("minutes_left").asDouble()).isZero();
  }

  private JsonNode status(RunDirectory run) throws IOException {
    return parsed(notebook.status(run.toString())).get(0);
  }

  @Test
  void runsOfSweepsAreFoundToo() throws IOException {
    log(begin("b"), 10, 80.5, 0.5);
    begin("sweep/lambda-0");
    Files.createDirectories(directory.resolve("other"));
    assertThat(parsed(notebook.runs(directory.toString())))
        .extracting(row -> row.path("run").asText() + " " + row.path("step").asText())
        .containsExactly("b 10", "sweep/lambda-0 null");
    assertThat(notebook.metricsUnder(directory.toString())).hasSize(2);
    assertThatThrownBy(() -> notebook.runs(directory.resolve("other").toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No run in ");
  }

  @Test
  void onlySettingsThatDifferAreTold() throws IOException {
    begin("a", "search.lambda=0");
    assertThat(notebook.differences(directory.toString())).isEmpty();
    begin("b", "search.lambda=0.5");
    assertThat(parsed(notebook.differences(directory.toString())))
        .extracting(
            row -> row.path("setting").asText(),
            row -> row.path("run").asText(),
            row -> row.path("value").asText())
        .containsExactly(tuple("search.lambda", "a", "0"), tuple("search.lambda", "b", "0.5"));
  }

  @Test
  void theFrontIsThatOfRunsOfOneKind() throws IOException {
    double[][] searches = {{80, 0.5}, {90, 0.4}, {100, 0.6}};
    for (double[] found : searches) {
      RunDirectory run = begin("search-" + (int) found[0]);
      log(run, 40, found[0], found[1]);
      run.architecture(network(found[0], settings()));
    }
    RunDirectory training = begin("training");
    training.labels(List.of("a", "b"));
    training.architecture(network(120, settings()));
    log(training, 40, Double.NaN, 0.3);
    assertThat(parsed(notebook.pareto(directory.toString())))
        .extracting(
            row -> row.path("network").asText(),
            row -> row.path("cost").asDouble(),
            row -> row.path("top1").asDouble(),
            row -> row.path("on_front").asBoolean())
        .containsExactly(
            tuple("search-100", 100.0, 0.6, true),
            tuple("search-80", 80.0, 0.5, true),
            tuple("search-90", 90.0, 0.4, false),
            tuple("training", 120.0, 0.3, true));
  }

  @Test
  void aSweepsFileComesBeforeTheRuns() throws IOException {
    Files.writeString(
        directory.resolve("pareto.json"),
        """
        {"searches": [{"run_dir": "/runs/lambda-0", "runtime_ms": 2.5, "top1": 0.5,
                       "on_front": true}],
         "random": [{"runtime_ms": 3.5, "top1": 0.25}]}
        """);
    assertThat(parsed(notebook.pareto(directory.toString())))
        .extracting(row -> row.path("network").asText() + " " + row.path("cost").asDouble())
        .containsExactly("lambda-0 2.5", "random 3.5");
  }
}
