package io.spnas.cli;

import static io.spnas.cli.SmallComparison.cell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.config.Settings;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The runs that {@code compare} makes on local Spark, and what it tells of them. */
@ExtendWith(MadeOnce.class)
class CompareCommandTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(4);

  @TempDir private Path temporary;

  private final SmallComparison whole;

  CompareCommandTest(SmallComparison whole) {
    this.whole = whole;
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void eachCellIsASearchAndATraining() throws IOException {
    Path directory = whole.directory();
    JsonNode json = whole.ended().json();
    assertThat(json.path("run_dir").asText()).isEqualTo(directory.toString());
    assertThat(json.path("cells")).isEqualTo(read(directory.resolve("compare.json")).path("cells"));
    assertThat(json.path("cells").findValuesAsText("method"))
        .containsExactly("single-path", "single-path", "mobilenet-v2", "mobilenet-v2");
    for (long seed : List.of(0, 1)) {
      Path runs = directory.resolve("single-path/seed-" + seed);
      JsonNode result = cell(json, "single-path", seed).path("result");
      JsonNode found = read(runs.resolve("search/architecture.json"));
      assertThat(result.path("predicted_ms").asDouble())
          .isEqualTo(found.path("runtime_ms").asDouble());
      assertThat(result.path("operations"))
          .extracting(JsonNode::asText)
          .isEqualTo(found.path("layers").findValuesAsText("op"));
      assertThat(read(runs.resolve("train/architecture.json"))).isEqualTo(found);
      JsonNode trained = read(runs.resolve("train/result.json"));
      assertThat(result.path("top1")).isEqualTo(trained.path("validation_top1"));
      assertThat(result.path("validation_images").asInt()).isEqualTo(60);
      assertThat(result.path("measured_ms").asDouble()).isPositive();
      assertThat(result.at("/search/images").asLong()).isEqualTo(12 * 16);
      assertThat(result.at("/search/core_seconds").asDouble()).isPositive();
      assertThat(result.path("train_images").asLong())
          .isEqualTo(trained.path("steps").asLong() * 16);
      assertThat(result.path("train_core_seconds").asDouble()).isPositive();
      assertThat(runs.resolve("search/report.html")).exists();
      assertThat(runs.resolve("train/report.html")).exists();
      Settings settings =
          Settings.load(Optional.of(runs + "/train/config.resolved.conf"), List.of());
      assertThat(settings.train().seed()).isEqualTo(seed);
      assertThat(settings.search().seed()).isEqualTo(seed);
    }
    assertThat(json.at("/provenance/host").asText()).contains("ONNX Runtime");
    assertThat(whole.ended().err()).contains("4 of 4 cells have ended");
  }

  @Test
  void aPublishedNetworkIsOnlyTrained() throws IOException {
    JsonNode result = cell(whole.ended().json(), "mobilenet-v2", 1).path("result");
    assertThat(result.has("predicted_ms")).isFalse();
    assertThat(result.has("search_directory")).isFalse();
    assertThat(result.path("operations")).isEmpty();
    assertThat(result.path("measured_ms"))
        .isEqualTo(cell(whole.ended().json(), "mobilenet-v2", 0).at("/result/measured_ms"));
    Settings settings =
        Settings.load(Optional.of(whole.shards().config().toString()), SmallComparison.SETTINGS);
    NetworkStatistics expected =
        NetworkStatistics.of(
            NetworkDescription.load("mobilenet-v2", settings.input(), settings.model()));
    assertThat(result.path("parameters").asLong()).isEqualTo(expected.parameters());
    assertThat(result.path("multiply_adds").asLong()).isEqualTo(expected.multiplyAdds());
    assertThat(whole.directory().resolve("mobilenet-v2/seed-1/search")).doesNotExist();
  }

  @Test
  void aCellIsTheRunThatTheSettingsSay() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--set=search.target-latency-ms=100"));
    SmallComparison.SETTINGS.forEach(setting -> arguments.add("--set=" + setting));
    arguments.add("--set=search.seed=1");
    Ended search =
        whole.shards().search(temporary.resolve("single"), arguments.toArray(String[]::new));
    assertThat(search.status()).as(search.err()).isZero();
    String last = "checkpoints/step-00000012.checkpoint";
    assertThat(parameters(temporary.resolve("single").resolve(last)))
        .isEqualTo(
            parameters(whole.directory().resolve("single-path/seed-1/search").resolve(last)));
  }

  /** What follows the configuration, in which the seeds of trainings differ. */
  private static byte[] parameters(Path checkpoint) throws IOException {
    byte[] all = Files.readAllBytes(checkpoint);
    return Arrays.copyOfRange(all, all.length / 2, all.length);
  }

  @Test
  void theShippedSettingsAreOfTheQuickStartsNetworks() {
    Path conf = Path.of(System.getProperty("spnas.home")).resolve("conf");
    Settings settings =
        Settings.load(
            Optional.of(conf.resolve("compare-fashion-mnist.conf").toString()), List.of());
    Settings quick =
        Settings.load(Optional.of(conf.resolve("fashion-mnist.conf").toString()), List.of());
    assertThat(SearchSpace.of(settings.input(), settings.model()).supernet())
        .isEqualTo(SearchSpace.of(quick.input(), quick.model()).supernet());
    assertThat(settings.latency().table()).isEqualTo(quick.latency().table());
    assertThat(settings.train().epochs()).isEqualTo(settings.train().evaluateEveryEpochs());
  }
}
