package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.report.MetricsSchema;
import io.spnas.report.MetricsSchema.Column;
import io.spnas.report.MetricsSchema.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs write has the columns that the schema and its page tell of, and no others. */
class MetricsSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PAGE = Path.of(System.getProperty("spnas.home"), "docs", "metrics.md");

  @TempDir private static Path directory;

  private static Path search;
  private static Path objective;
  private static Path training;

  @BeforeAll
  static void runOnce() throws IOException {
    System.setProperty("spark.master", "local[2]");
    SmallShards shards = SmallShards.write(directory);
    shards.add("validation", 50);
    search = directory.resolve("search");
    succeed(shards.search(search, "--workers=2"));
    succeed(shards.search(search, "--workers=1", "--resume", "--set=search.steps=45"));
    objective = directory.resolve("objective");
    succeed(
        shards.search(
            objective,
            "--workers=1",
            "--set=search.steps=20",
            "--set=search.objective={latency=1,parameters=0.5}"));
    training = directory.resolve("training");
    succeed(
        shards.run(
            "train",
            "--architecture=" + search.resolve("architecture.json"),
            "--run-dir=" + training,
            "--workers=2"));
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private static void succeed(Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  private static List<JsonNode> lines(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(MetricsSchemaTest::parsed)
        .toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  private static void assertHasFieldsOf(JsonNode line, Set<Lines> kinds) {
    List<String> expected =
        MetricsSchema.columns().stream()
            .filter(column -> kinds.contains(column.lines()))
            .map(Column::name)
            .toList();
    assertThat(line.fieldNames())
        .toIterable()
        .as(line.toString())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aSearchWritesStepsAndEvents() throws IOException {
    List<JsonNode> lines = lines(search);
    assertThat(lines).filteredOn(line -> line.has("event")).hasSize(1);
    assertThat(lines).filteredOn(line -> !line.has("event")).hasSize(9);
    for (JsonNode line : lines) {
      assertHasFieldsOf(
          line,
          line.has("event")
              ? EnumSet.of(Lines.ALL, Lines.EVENTS)
              : EnumSet.of(Lines.ALL, Lines.STEPS, Lines.SEARCH));
    }
  }

  @Test
  void aSearchForMoreThanLatencyTellsWhatItMakesSmall() throws IOException {
    assertThat(lines(objective))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertHasFieldsOf(
                    line, EnumSet.of(Lines.ALL, Lines.STEPS, Lines.SEARCH, Lines.OBJECTIVE)));
  }

  @Test
  void aTrainingTellsEvaluations() throws IOException {
    List<JsonNode> lines = lines(training);
    assertThat(lines).filteredOn(line -> line.has("validation_images")).hasSize(4);
    for (JsonNode line : lines) {
      assertHasFieldsOf(
          line,
          line.has("validation_images")
              ? EnumSet.of(Lines.ALL, Lines.STEPS, Lines.VALIDATION)
              : EnumSet.of(Lines.ALL, Lines.STEPS));
    }
  }

  @Test
  void sparkReadsEveryFieldAsItWasWritten() throws IOException {
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      for (Path run : List.of(search, objective, training)) {
        List<JsonNode> written = lines(run);
        List<Row> read =
            spark
                .read()
                .schema(MetricsSchema.ddl())
                .json(run.resolve("metrics.jsonl").toString())
                .collectAsList();
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
          assertSame(read.get(i), written.get(i));
        }
      }
      String nan = "{\"step\":1,\"objective\":\"NaN\",\"runtime_loss\":\"-Infinity\"}";
      Row row =
          spark
              .read()
              .schema(MetricsSchema.ddl())
              .json(spark.createDataset(List.of(nan), Encoders.STRING()))
              .first();
      assertThat(row.<Double>getAs("objective")).isNaN();
      assertThat(row.<Double>getAs("runtime_loss")).isEqualTo(Double.NEGATIVE_INFINITY);
    }
  }

  private static void assertSame(Row read, JsonNode written) {
    JsonNode row = parsed(read.json());
    for (Column column : MetricsSchema.columns()) {
      JsonNode expected = written.path(column.name());
      JsonNode found = row.path(column.name());
      if (expected.isMissingNode()) {
        assertThat(found.isNull()).as("%s is null", column.name()).isTrue();
      } else if (column.type().equals("DOUBLE")) {
        assertThat(found.asDouble()).as(column.name()).isEqualTo(expected.asDouble());
      } else {
        assertThat(found).as(column.name()).isEqualTo(expected);
      }
    }
  }

  @Test
  void thePageTellsOfEveryColumn() throws IOException {
    Pattern row =
        Pattern.compile("^\\| `(\\w+)` \\| `([^`]+)` \\| (\\w+) \\| \\S.* \\|$", Pattern.MULTILINE);
    List<Column> told =
        row.matcher(Files.readString(PAGE)).results().map(MetricsSchemaTest::column).toList();
    assertThat(told).isEqualTo(MetricsSchema.columns());
  }

  private static Column column(MatchResult row) {
    return new Column(
        row.group(1), row.group(2), Lines.valueOf(row.group(3).toUpperCase(Locale.ROOT)));
  }
}
