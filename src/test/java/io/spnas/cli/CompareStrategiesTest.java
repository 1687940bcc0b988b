package io.spnas.cli;

import static io.spnas.cli.SmallComparison.cell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compare} makes of strategies: their supernets, their costs, their failures. */
@ExtendWith(MadeOnce.class)
class CompareStrategiesTest {
  private static final String THROWING = ThrowingStrategy.class.getName();

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(4);

  @TempDir private Path temporary;

  private final SmallComparison whole;

  CompareStrategiesTest(SmallComparison whole) {
    this.whole = whole;
  }

  private Path directory() {
    return temporary.resolve("compare");
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private Ended compare(String... more) {
    return SmallComparison.compare(whole.shards(), directory(), more);
  }

  @Test
  void oneShotStrategiesShareASupernetWhoseCostEachCounts() throws IOException {
    Ended ended =
        compare(
            "--methods=one-shot-evolution,random,one-shot-random",
            "--seeds=5",
            SmallComparison.TARGET,
            "--set=one-shot.evaluations=4",
            "--set=one-shot.population=2");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("one-shot-evolution, one-shot-random share a supernet");
    JsonNode trainer = cell(ended.json(), "one-shot-evolution", 5).at("/result/search");
    JsonNode taker = cell(ended.json(), "one-shot-random", 5).at("/result/search");
    assertThat(directory().resolve("one-shot-evolution/seed-5/search/checkpoints")).exists();
    assertThat(directory().resolve("one-shot-random/seed-5/search/checkpoints")).doesNotExist();
    assertThat(taker.path("supernet_parameters"))
        .isEqualTo(trainer.path("supernet_parameters"))
        .isNotEqualTo(JsonNodeFactory.instance.numberNode(0));
    assertThat(taker.path("peak_memory_bytes")).isEqualTo(trainer.path("peak_memory_bytes"));
    assertThat(taker.path("images").asLong()).isGreaterThan(12 * 16);
    assertThat(taker.path("core_seconds").asDouble()).isPositive();
    JsonNode random = cell(ended.json(), "random", 5).path("result");
    assertThat(random.path("search")).allSatisfy(figure -> assertThat(figure.asDouble()).isZero());
    assertThat(random.path("predicted_ms").asDouble()).isBetween(99.0, 100.0);
  }

  @Test
  void multiPathSupernetsAreLargerThanTheSinglePathOne() throws IOException {
    Ended ended =
        compare(
            "--methods=darts,fbnet,proxyless", "--seeds=0", SmallComparison.TARGET, "--parallel=3");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode single = cell(whole.ended().json(), "single-path", 0).at("/result/search");
    for (JsonNode cell : ended.json().path("cells")) {
      JsonNode search = cell.at("/result/search");
      for (String figure : List.of("supernet_parameters", "peak_memory_bytes")) {
        assertThat(search.path(figure).asLong())
            .as("%s of %s", figure, cell.path("method"))
            .isGreaterThan(single.path(figure).asLong());
      }
      assertThat(search.path("images")).isEqualTo(single.path("images"));
      assertThat(cell.at("/result/predicted_ms").asDouble()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void aCellThatFailsLeavesTheOthers() throws IOException {
    Ended ended =
        compare("--methods=" + THROWING + ",mobilenet-v2", "--seeds=3", SmallComparison.TARGET);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .contains("1 of 2 cells failed: " + THROWING + "/seed-3: No network pleases this strategy");
    assertThat(cell(ended.json(), THROWING, 3).path("failure").asText())
        .isEqualTo("No network pleases this strategy");
    assertThat(cell(ended.json(), "mobilenet-v2", 3).at("/result/measured_ms").asDouble())
        .isPositive();
    assertThat(read(directory().resolve("compare.json")).path("cells"))
        .isEqualTo(ended.json().path("cells"));
  }
}
