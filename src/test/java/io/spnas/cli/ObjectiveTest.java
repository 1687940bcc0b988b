package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.config.Objective;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for other objectives than latency on local Spark, and tables that are refused. */
class ObjectiveTest {
  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;
  private static Path energy;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("spark.master", "local[2]");
    shards = SmallShards.write(shared);
    energy = Files.writeString(shared.resolve("energy.json"), energyTable().json());
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private static SearchSpace space() {
    Settings settings = Settings.load(Optional.of(shards.config().toString()), List.of());
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** A phone that takes one nanojoule a multiply-add. */
  private static LatencyTable energyTable() {
    SearchSpace space = space();
    LatencyTable work = LatencyTable.load("multiply-adds", space);
    return new LatencyTable(
        "energy",
        TableOrigin.of(space, "phone", Objective.ENERGY, Map.of()),
        work.base(),
        work.rows());
  }

  private Ended search(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    return shards.search(temporary.resolve(run), arguments.toArray(String[]::new));
  }

  private List<JsonNode> records(String run) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(temporary.resolve(run).resolve("metrics.jsonl"))) {
      JsonNode record = new ObjectMapper().readTree(line);
      if (record.has("step_ms")) {
        records.add(record);
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "energy",
        "memory",
        "multiply-adds",
        "parameters",
        "{latency = 1.0, energy = 0.5, memory = 0.25}"
      })
  void searchMakesItSmallAndTellsIt(String objective) throws IOException {
    Ended searched =
        search("run", "--set=search.objective=" + objective, "--set=energy.table=" + energy);
    assertThat(searched.err()).doesNotContain("Exception");
    assertThat(searched.status()).isZero();
    JsonNode result = searched.json();
    double product = 1;
    for (String name : List.of("latency", "energy", "memory", "multiply-adds", "parameters")) {
      JsonNode cost = result.path("costs").path(name);
      if (!cost.isMissingNode()) {
        double weight = name.equals("energy") ? 0.5 : name.equals("memory") ? 0.25 : 1;
        product *= Math.pow(cost.asDouble(), objective.startsWith("{") ? weight : 1);
      }
    }
    assertThat(result.path("costs")).isNotEmpty();
    assertThat(result.path("objective").asDouble()).isCloseTo(product, within(1e-9 * product));
    // In ms by latency.table, whatever counts.
    assertThat(result.path("runtime_ms").asDouble()).isBetween(19.0, 132.0);
    List<JsonNode> records = records("run");
    assertThat(records).hasSize(8);
    for (JsonNode record : records) {
      double value = record.path("objective").asDouble();
      assertThat(value).isPositive();
      assertThat(record.path("runtime_loss").asDouble())
          .isCloseTo(record.path("lambda").asDouble() * 1000 * Math.log(value), within(1e-3));
      assertThat(record.path("runtime_ms").asDouble()).isGreaterThan(19);
    }
    Ended derived = Command.run("derive", "--run-dir=" + temporary.resolve("run"), "--json");
    assertThat(derived.json().path("costs")).isEqualTo(result.path("costs"));
    assertThat(derived.json().path("objective")).isEqualTo(result.path("objective"));
  }

  @Test
  void latencyAloneIsNotToldTwice() throws IOException {
    JsonNode result = search("run", "--set=search.steps=15").json();
    assertThat(result.has("objective")).isFalse();
    assertThat(records("run").get(0).has("objective")).isFalse();
  }

  @Test
  void moreWeightGivesFewerMultiplyAdds() throws IOException {
    double[] found = new double[2];
    String[] lambdas = {"0", "1"};
    for (int i = 0; i < found.length; i++) {
      Ended searched =
          search(
              "run" + i,
              "--set=search.objective=multiply-adds",
              "--set=search.lambda=" + lambdas[i]);
      assertThat(searched.status()).as(searched.err()).isZero();
      found[i] = searched.json().path("costs").path("multiply-adds").asDouble();
    }
    assertThat(found[1]).isLessThan(found[0]);
  }

  @Test
  void resumedSearchEndsWithTheSameBits() throws IOException {
    String[] objective = {"--set=search.objective={latency=1,memory=0.5}", "--workers=1"};
    assertThat(search("run", objective).status()).isZero();
    Path last = temporary.resolve("run/checkpoints/step-00000040.checkpoint");
    byte[] unbroken = Files.readAllBytes(last);
    double value = records("run").get(7).path("objective").asDouble();
    Files.delete(last);
    Ended resumed = search("run", objective[0], objective[1], "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(last)).isEqualTo(unbroken);
    assertThat(records("run").get(7).path("objective").asDouble()).isEqualTo(value);
    assertMistake(
        search("run", "--set=search.objective=memory", "--resume"),
        "search.objective = \"memory\"",
        "the run has {\"latency\":1,\"memory\":0.5}");
  }

  @Test
  void energyNeedsATable() {
    assertMistake(search("run", "--set=search.objective=energy"), "energy.table is empty", "mJ");
  }

  @Test
  void tableOfAnotherObjectiveIsRefused() {
    assertMistake(
        search("run", "--set=latency.table=\"" + energy + "\""),
        "latency.table",
        "is a table of energy (mJ), expected one of latency (ms)");
    assertMistake(
        search("run", "--set=search.objective=energy", "--set=energy.table=pixel1"),
        "energy.table = pixel1 is a table of latency (ms), expected one of energy (mJ)");
    assertMistake(
        search("run", "--set=latency.table=multiply-adds"),
        "is a table of multiply-adds (million), expected one of latency (ms)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"mJ\" | \"ms\" | unit is \"ms\", expected mJ",
        "\"layer\":3 | \"layer\":4 | layer 4, expected layer 3, which is missing",
        "\"3x3-6\" | \"3x3-7\" | layer 1 has unknown operation 3x3-7",
        "\"3x3-6\":0. | \"3x3-6\":-0. | layer 1 3x3-6 is -0.",
        "\"layers\": [ | \"layers\": [[ | line ",
        "\"3x3-6\":0. | \"3x3-6\":NaN, \"5x5-9\":0. | line ",
      })
  void misleadingTableIsRefusedByEveryCommand(String part, String replacement, String message)
      throws IOException {
    String text =
        Files.readString(energy).replaceFirst(java.util.regex.Pattern.quote(part), replacement);
    assertThat(text).isNotEqualTo(Files.readString(energy));
    Path table = Files.writeString(temporary.resolve("bad.json"), text);
    assertMistake(
        search("run", "--set=search.objective=energy", "--set=energy.table=\"" + table + "\""),
        "bad.json",
        message);
    assertMistake(
        Command.run("latency", "--architecture=single-path-nas", "--lut=" + table),
        "bad.json",
        message);
  }

  @Test
  void deriveRefusesATableThatChanged() throws IOException {
    Path table = Files.copy(energy, temporary.resolve("mine.json"));
    Ended searched =
        search(
            "run",
            "--set=search.objective=energy",
            "--set=energy.table=\"" + table + "\"",
            "--set=search.steps=15");
    assertThat(searched.status()).as(searched.err()).isZero();
    String text = Files.readString(table);
    Files.writeString(table, text.substring(0, text.length() / 2));
    assertMistake(
        Command.run("derive", "--run-dir=" + temporary.resolve("run")), "mine.json: line ");
  }

  @Test
  void strictGeometryHoldsForTheEnergyTableToo() throws IOException {
    String text = Files.readString(energy);
    for (String change : List.of("\"input_size\": 16", "\"width\": 1.0")) {
      String other = change.replace("1", "3");
      assertThat(text).contains(change);
      Path table = Files.writeString(temporary.resolve("other.json"), text.replace(change, other));
      assertMistake(
          Command.run(
              "latency",
              "--config=" + shards.config(),
              "--set=latency.geometry=strict",
              "--set=input.size=16",
              "--architecture=" + fixed(),
              "--lut=" + table),
          "other.json was measured at",
          "latency.geometry = any");
    }
  }

  /** A network of the small space that no search found. */
  private Path fixed() throws IOException {
    return Files.writeString(
        temporary.resolve("fixed.json"),
        """
        {"network": {"stem_channels": 8, "stem_stride": 2, "head_channels": 32, "classes": 4,
                     "activation": "relu"},
         "input_size": 16, "width": 1.0,
         "blocks": ["r1_k3_s11_e1_i8_o8_noskip", "r2_k3_s22_e6_i8_o8", "r1_k5_s11_e3_i8_o16",
                    "r4_k5_s22_e6_i16_o16", "r4_k3_s11_e3_i16_o24", "r1_k5_s11_e6_i24_o24",
                    "r3_k5_s11_e6_i24_o24", "r1_k3_s11_e6_i24_o32_noskip"]}
        """);
  }

  @Test
  void latencyReadsAFixedNetworkInTheSpaceOfSettings() throws IOException {
    Path network = fixed();
    Ended ended =
        Command.run(
            "latency",
            "--config=" + shards.config(),
            "--architecture=" + network,
            "--lut=multiply-adds",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode result = ended.json();
    assertThat(result.path("objective").asText()).isEqualTo("multiply-adds");
    assertThat(result.path("unit").asText()).isEqualTo("million");
    assertThat(result.path("layers")).hasSize(20);
    double sum = result.path("base").asDouble();
    for (JsonNode layer : result.path("layers")) {
      sum += layer.path("cost").asDouble();
    }
    assertThat(result.path("total").asDouble()).isCloseTo(sum, within(1e-9));
    assertThat(result.path("layers").get(2).path("op").asText()).isEqualTo("skip");
    assertMistake(
        Command.run("latency", "--architecture=" + network, "--lut=multiply-adds"),
        "fixed.json has input size 16, but input.size = 224");
  }

  @Test
  void namedNetworkTakesTheSettingsSize() throws IOException {
    Ended small =
        Command.run(
            "latency",
            "--architecture=single-path-nas",
            "--set=input.size=112",
            "--lut=multiply-adds",
            "--json");
    Ended large =
        Command.run("latency", "--architecture=single-path-nas", "--lut=multiply-adds", "--json");
    // Less than a quarter of the pixels: 7 px halve to 4, and the classifier stays.
    assertThat(large.json().path("total").asDouble() / small.json().path("total").asDouble())
        .isBetween(3.4, 4.0);
    assertMistake(
        Command.run(
            "latency", "--architecture=single-path-nas", "--set=input.size=112", "--lut=pixel1"),
        "pixel1 was measured at 224 px",
        "input.size = 112");
  }
}
