package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every paragraph of every note, run by Zeppelin's interpreters on directories of real runs. */
@Tag("slow")
class NotebooksIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WATCH = "Watch a search";
  private static final String COMPARE = "Compare runs and Pareto front";
  private static final String INSPECT = "Inspect a network";

  @TempDir private static Path directory;

  private static Path runs;
  private static Path search;
  private static Path training;
  private static Path sweep;
  private static String onHdfs;

  private static ShownNote watchedSearch;
  private static ShownNote watchedTraining;
  private static ShownNote comparedRuns;
  private static ShownNote comparedSweep;
  private static ShownNote inspectedSearch;
  private static ShownNote inspectedTraining;

  @BeforeAll
  static void runNotes() throws Exception {
    makeRuns();
    try (HadoopServers hadoop =
        HadoopServers.start(Files.createDirectories(directory.resolve("hadoop")))) {
      FileSystem hdfs = FileSystem.get(hadoop.configuration());
      onHdfs = hdfs.getUri() + "/runs/search";
      hdfs.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(search.toUri()), new org.apache.hadoop.fs.Path(onHdfs));
      List<JsonNode> notes =
          new ZeppelinNotes(Files.createDirectories(directory.resolve("zeppelin")))
              .add(WATCH, "Run directory", onHdfs)
              .add(WATCH, "Run directory", training)
              .add(COMPARE, "Directory of runs", runs)
              .add(COMPARE, "Directory of runs", sweep)
              .add(INSPECT, "Run directory", search)
              .add(INSPECT, "Run directory", training)
              .run();
      assertThat(notes).hasSize(6);
      watchedSearch = new ShownNote(notes.get(0));
      watchedTraining = new ShownNote(notes.get(1));
      comparedRuns = new ShownNote(notes.get(2));
      comparedSweep = new ShownNote(notes.get(3));
      inspectedSearch = new ShownNote(notes.get(4));
      inspectedTraining = new ShownNote(notes.get(5));
    }
  }

  /** A search that another number of workers went on with, a training, and a sweep. */
  private static void makeRuns() throws IOException {
    System.setProperty("spark.master", "local[2]");
    SmallShards shards = SmallShards.write(directory);
    shards.add("validation", 50);
    runs = directory.resolve("runs");
    search = runs.resolve("search");
    succeed(shards.search(search, "--workers=2"));
    succeed(shards.search(search, "--workers=1", "--resume", "--set=search.steps=45"));
    training = runs.resolve("training");
    String found = "--architecture=" + search.resolve("architecture.json");
    succeed(shards.run("train", found, "--run-dir=" + training, "--workers=2"));
    succeed(Command.run("evaluate", "--run-dir=" + training, "--data=" + shards.directory()));
    sweep = runs.resolve("sweep");
    succeed(shards.run("sweep", "--lambdas=0,0.5", "--out=" + sweep, "--random=3"));
  }

  private static void succeed(Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private static List<ShownNote> all() {
    return List.of(
        watchedSearch,
        watchedTraining,
        comparedRuns,
        comparedSweep,
        inspectedSearch,
        inspectedTraining);
  }

  private static List<JsonNode> steps(Path run) throws IOException {
    List<JsonNode> steps = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode record = JSON.readTree(line);
      if (!record.has("event")) {
        steps.add(record);
      }
    }
    return steps;
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static List<Double> numbers(List<Map<String, String>> rows, String column) {
    return rows.stream().map(row -> Double.valueOf(row.get(column))).toList();
  }

  private static List<Double> written(List<JsonNode> records, String field) {
    return records.stream().map(record -> record.path(field).asDouble()).toList();
  }

  @Test
  void everyParagraphSucceeds() {
    for (ShownNote note : all()) {
      assertThat(note.paragraphs())
          .isNotEmpty()
          .allSatisfy(
              paragraph ->
                  assertThat(paragraph.path("code").asText())
                      .as(paragraph.toString())
                      .isEqualTo("SUCCESS"));
    }
  }

  @Test
  void chartsAreOfColumnsThatTheirParagraphsShow() throws IOException {
    int charts = 0;
    for (ShownNote note : all()) {
      String name = note.note().path("name").asText();
      for (JsonNode paragraph :
          json(ZeppelinNotes.NOTES.resolve(name + ".zpln")).path("paragraphs")) {
        JsonNode graph = paragraph.path("config").path("results").path("0").path("graph");
        List<JsonNode> axes = new ArrayList<>();
        List.of("keys", "groups", "values").forEach(part -> graph.path(part).forEach(axes::add));
        graph.path("setting").path("scatterChart").forEach(axes::add);
        if (!axes.isEmpty()) {
          String title = paragraph.path("title").asText();
          List<String> columns = note.columns(title);
          assertThat(axes)
              .allSatisfy(
                  axis ->
                      assertThat(columns.get(axis.path("index").asInt()))
                          .as(title)
                          .isEqualTo(axis.path("name").asText()));
          charts++;
        }
      }
    }
    assertThat(charts).as("charts").isGreaterThan(20);
  }

  @Test
  void formsAskForTheDirectory() {
    assertThat(watchedSearch.note().path("forms").get(0).asText()).isEqualTo("Run directory");
    assertThat(comparedRuns.note().path("forms").get(0).asText()).isEqualTo("Directory of runs");
    assertThat(comparedRuns.paragraph("Curves over each other").path("forms").get(0).asText())
        .isEqualTo("quantity");
  }

  @Test
  void curvesOfASearchOnHdfsAreThoseOfItsMetrics() throws IOException {
    List<JsonNode> steps = steps(search);
    assertThat(steps).hasSize(9);
    Map<String, String> columns =
        Map.of(
            "Cross-entropy", "cross_entropy",
            "R, the predicted runtime, ms", "runtime_ms",
            "Lambda, the weight of the runtime term", "lambda",
            "Images per second, over all workers", "images_per_second",
            "Where the time of a step goes, ms", "compute_ms");
    columns.forEach(
        (title, column) -> {
          List<Map<String, String>> rows = watchedSearch.table(title);
          assertThat(numbers(rows, "step")).isEqualTo(written(steps, "step"));
          assertThat(numbers(rows, column)).as(title).isEqualTo(written(steps, column));
        });
    assertThat(watchedSearch.table("State and progress"))
        .singleElement()
        .satisfies(
            status ->
                assertThat(status)
                    .containsEntry("kind", "search")
                    .containsEntry("state", "over")
                    .containsEntry("step", "45")
                    .containsEntry("percent_done", "100.0"));
    assertThat(watchedSearch.html("The run so far")).contains("<svg", "</svg>");
    assertThat(watchedSearch.html("Decisions that were on, by layer")).contains("<svg", "</svg>");
  }

  @Test
  void decisionsAreThoseOfTheIndicators() throws IOException {
    List<String> expected = new ArrayList<>();
    for (JsonNode step : steps(search)) {
      JsonNode layers = step.path("indicators");
      for (int l = 0; l < layers.size(); l++) {
        Operation operation =
            Operation.of(
                layers.get(l).get(0).asDouble() > 0,
                layers.get(l).get(1).asDouble() > 0,
                layers.get(l).get(2).asDouble() > 0);
        expected.add(step.path("step").asInt() + " " + l + " " + operation.label());
      }
    }
    assertThat(watchedSearch.table("Decisions over time"))
        .extracting(
            row -> row.get("step") + " " + row.get("searchable_layer") + " " + row.get("operation"))
        .isEqualTo(expected);

    JsonNode arguments = steps(search).get(8).path("arguments");
    List<Map<String, String>> clear = watchedSearch.table("How clear the latest decisions are");
    assertThat(numbers(clear, "d100"))
        .isEqualTo(
            IntStream.range(0, arguments.size())
                .mapToObj(l -> arguments.get(l).get(2).asDouble())
                .toList());
  }

  @Test
  void eventsAreTold() {
    assertThat(watchedSearch.table("Restarts and resumptions"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event).containsEntry("event", "resume").containsEntry("step", "40");
              assertThat(event).containsEntry("workers", "1");
            });
  }

  @Test
  void aTrainingIsWatchedToo() throws IOException {
    List<Map<String, String>> top1 =
        watchedTraining.table("Top-1: training batches, and evaluations of a training").stream()
            .filter(row -> !row.get("validation").equals("null"))
            .toList();
    List<JsonNode> evaluated =
        steps(training).stream().filter(step -> step.has("validation_top1")).toList();
    assertThat(evaluated).hasSize(4);
    assertThat(numbers(top1, "validation")).isEqualTo(written(evaluated, "validation_top1"));
    assertThat(watchedTraining.table("R, the predicted runtime, ms")).isEmpty();
  }

  @Test
  void runsAreComparedByTheirLastRecords() throws IOException {
    List<Map<String, String>> rows = comparedRuns.table("Runs");
    assertThat(rows)
        .extracting(row -> row.get("run"))
        .containsExactly("search", "sweep/lambda-0", "sweep/lambda-0.5", "training");
    for (Map<String, String> row : rows) {
      JsonNode last = last(runs.resolve(row.get("run")));
      assertThat(Double.parseDouble(row.get("cross_entropy")))
          .isEqualTo(last.path("cross_entropy").asDouble());
      assertThat(Long.parseLong(row.get("step"))).isEqualTo(last.path("step").asLong());
      assertThat(row).containsEntry("state", "over");
    }
    assertThat(numbers(comparedRuns.table("R at the end, ms"), "runtime_ms"))
        .hasSize(3)
        .contains(last(search).path("runtime_ms").asDouble());
    assertThat(comparedSweep.table("Settings that differ"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row).containsEntry("setting", "search.lambda");
              assertThat(Double.parseDouble(row.get("lambda-0"))).isZero();
              assertThat(Double.parseDouble(row.get("lambda-0.5"))).isEqualTo(0.5);
            });
  }

  private static JsonNode last(Path run) throws IOException {
    List<JsonNode> steps = steps(run);
    return steps.get(steps.size() - 1);
  }

  @Test
  void curvesOfAllRunsLieOverEachOther() throws IOException {
    List<Map<String, String>> rows = comparedRuns.table("Curves over each other");
    for (Path run : List.of(search, training, sweep.resolve("lambda-0.5"))) {
      List<Map<String, String>> own =
          rows.stream().filter(row -> row.get("run").equals(run.getFileName().toString())).toList();
      assertThat(numbers(own, "value")).isEqualTo(written(steps(run), "cross_entropy"));
    }
  }

  @Test
  void theParetoChartIsTheSweeps() throws IOException {
    List<JsonNode> networks = new ArrayList<>();
    json(sweep.resolve("pareto.json")).path("searches").forEach(networks::add);
    long onFront = networks.stream().filter(n -> n.path("on_front").asBoolean()).count();
    json(sweep.resolve("pareto.json")).path("random").forEach(networks::add);
    List<Map<String, String>> points = comparedSweep.table("Accuracy against cost");
    assertThat(points).hasSize(5);
    assertThat(numbers(points, "cost"))
        .containsExactlyInAnyOrderElementsOf(written(networks, "runtime_ms"));
    assertThat(numbers(points, "top1"))
        .containsExactlyInAnyOrderElementsOf(written(networks, "top1"));
    assertThat(points)
        .filteredOn(point -> point.get("networks").equals("sweep, on the front"))
        .hasSize((int) onFront);
  }

  @Test
  void layersAreThoseOfTheArchitecture() throws IOException {
    Path file = search.resolve("architecture.json");
    Architecture network = ArchitectureJson.read(Files.readString(file), file.toString());
    NetworkStatistics statistics = NetworkStatistics.of(network.network());
    LatencyTable table = LatencyTable.load(json(file).path("lut").asText(), network.space());
    double runtime = LatencyPrediction.of(table, network).total();

    Map<String, String> whole = inspectedSearch.table("Whole network").get(0);
    assertThat(whole)
        .containsEntry("parameters", Long.toString(statistics.parameters()))
        .containsEntry("multiply_adds", Long.toString(statistics.multiplyAdds()))
        .containsEntry("unit", "ms");
    assertThat(Double.parseDouble(whole.get("cost"))).isCloseTo(runtime, within(1e-9));

    List<String> operations =
        inspectedSearch.table("Layers").stream()
            .map(row -> row.get("op"))
            .filter(op -> !op.equals("fixed") && !op.equals("stem, head"))
            .toList();
    assertThat(operations).isEqualTo(network.operations().stream().map(Operation::label).toList());
    assertThat(inspectedSearch.table("Latency by layer, in the unit of the table"))
        .hasSize(network.operations().size() + 1);
  }

  @Test
  void picturesAreDrawn() throws IOException {
    for (ShownNote note : List.of(inspectedSearch, inspectedTraining)) {
      assertThat(note.html("The network")).contains("<svg", "</svg>");
    }
    assertThat(inspectedSearch.html("What it gets wrong")).contains("not been evaluated");
    assertThat(inspectedTraining.html("What it gets wrong")).contains("50 images of 4 classes");
  }
}
