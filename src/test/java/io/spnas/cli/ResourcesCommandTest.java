package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code resources} tells of a command. */
class ResourcesCommandTest {
  @TempDir private Path temporary;

  private static JsonNode resources(int cores, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("resources", "--cores=" + cores, "--json"));
    arguments.addAll(List.of(command));
    Ended ended = Command.run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(ended.out());
  }

  private static JsonNode ofSearch(int cores, int workers, String... settings) throws Exception {
    List<String> command = new ArrayList<>(List.of("search", "--data=none", "--run-dir=none"));
    command.add("--workers=" + workers);
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return resources(cores, command.toArray(String[]::new));
  }

  private static long bytes(JsonNode resources, String part, String where) {
    return StreamSupport.stream(resources.get("parts").spliterator(), false)
        .filter(each -> each.get("name").asText().equals(part))
        .mapToLong(each -> each.get(where + "_bytes").asLong())
        .sum();
  }

  @Test
  void mapsGrowWithTheImagesOfAWorker() throws Exception {
    JsonNode few = ofSearch(2, 64, "search.global-batch=1024");
    JsonNode many = ofSearch(2, 32, "search.global-batch=1024");
    double ratio = (double) bytes(many, "network", "outside") / bytes(few, "network", "outside");
    assertThat(ratio).isBetween(1.7, 2.0);
    assertThat(many.get("executor_overhead_mb").asLong())
        .isGreaterThan(few.get("executor_overhead_mb").asLong());
  }

  @Test
  void theSumOfThePartsIsInTheSizes() throws Exception {
    JsonNode told = ofSearch(4, 32);
    for (String where : List.of("heap", "outside")) {
      long sum =
          StreamSupport.stream(told.get("parts").spliterator(), false)
              .mapToLong(part -> part.get(where + "_bytes").asLong())
              .sum();
      String size = where.equals("heap") ? "executor_memory_mb" : "executor_overhead_mb";
      assertThat(told.get(size).asLong() << 20).as(size).isGreaterThan(sum);
    }
  }

  @Test
  void aSmallShuffleBufferTakesLessHeap() throws Exception {
    JsonNode usual = ofSearch(1, 32);
    JsonNode small = ofSearch(1, 32, "input.shuffle-buffer=256");
    assertThat(bytes(usual, "shuffle buffer", "heap"))
        .isGreaterThan(15 * bytes(small, "shuffle buffer", "heap"));
    assertThat(usual.get("executor_memory_mb").asLong())
        .isGreaterThan(small.get("executor_memory_mb").asLong());
  }

  @Test
  void recordsAreLookedUpWhereTheShardsCanBeRead() throws Exception {
    SmallShards shards = SmallShards.write(temporary);
    JsonNode told =
        resources(
            1,
            "search",
            "--config=" + shards.config(),
            "--data=" + shards.directory(),
            "--run-dir=none");
    // 28 x 28 pixels take some hundred bytes, where photographs take 128 KiB.
    assertThat(bytes(told, "shuffle buffer", "heap")).isBetween(4096 * 100L, 4096 * 4000L);
  }

  @Test
  void aTrainingOfANetworkThatIsNotFoundYetIsTakenForTheLargest() throws Exception {
    Path config = SmallConfig.write(temporary);
    String[] rest = {"--config=" + config, "--data=none", "--run-dir=none", "--set=input.size=32"};
    JsonNode later = train("--architecture=" + temporary.resolve("none.json"), rest);
    JsonNode known = train("--architecture=mobilenet-v2", rest);
    assertThat(bytes(later, "network", "outside")).isPositive();
    assertThat(bytes(known, "network", "outside")).isNotEqualTo(bytes(later, "network", "outside"));
    assertThat(bytes(later, "evaluation", "outside")).isPositive();
  }

  @Test
  void aComparisonNeedsWhatItsLargestRunNeeds() throws Exception {
    Path config = SmallConfig.write(temporary);
    String[] rest = {"--config=" + config, "--data=none", "--run-dir=none", "--set=input.size=32"};
    List<String> command =
        new ArrayList<>(List.of("compare", "--methods=single-path,mobilenet-v2", "--seeds=0"));
    command.add("--target-latency-ms=100");
    command.addAll(List.of(rest));
    JsonNode comparison = resources(1, command.toArray(String[]::new));
    JsonNode network = train("--architecture=mobilenet-v2", rest);
    assertThat(bytes(comparison, "network", "outside"))
        .isGreaterThanOrEqualTo(bytes(network, "network", "outside"));
    assertThat(bytes(comparison, "evaluation", "outside"))
        .isGreaterThanOrEqualTo(bytes(network, "evaluation", "outside"));
    assertThat(comparison.get("executor_memory_mb").asLong())
        .isGreaterThanOrEqualTo(network.get("executor_memory_mb").asLong());
  }

  @Test
  void memoryIsThatOfTheStrategysSupernet() throws Exception {
    SmallShards shards = SmallShards.write(temporary);
    long[] network = new long[3];
    List<String> strategies = List.of("single-path", "proxyless", "darts");
    for (int i = 0; i < network.length; i++) {
      JsonNode told =
          resources(
              1,
              "search",
              "--config=" + shards.config(),
              "--data=" + shards.directory(),
              "--run-dir=none",
              "--set=strategy.name=" + strategies.get(i));
      network[i] = bytes(told, "network", "outside");
      assertThat(told.get("parts").findValuesAsText("name").contains("held-back images"))
          .as(strategies.get(i))
          .isEqualTo(i > 0);
    }
    assertThat(network[0]).isPositive().isLessThan(network[1]);
    assertThat(network[1]).isLessThan(network[2]);
  }

  private static JsonNode train(String architecture, String... rest) throws Exception {
    List<String> command = new ArrayList<>(List.of("train", architecture));
    command.addAll(List.of(rest));
    return resources(1, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources | COMMAND",
        "resources derive --run-dir r | Command derive runs no workers, expected search, sweep",
        "resources search --data d | --run-dir",
        "resources --cores 0 search --data d --run-dir r | --cores",
        "resources serch | serch",
        "resources search --data d --run-dir r --workers 0 | --workers: 0"
      })
  void mistakesAreToldInOneLine(String arguments, String told) {
    Ended ended = Command.run(arguments.split(" "));
    assertThat(ended.status()).isEqualTo(Main.MISTAKE);
    assertThat(ended.err().lines()).singleElement().asString().contains(told);
  }

  @Test
  void nothingIsWritten() throws Exception {
    ofSearch(1, 1, "search.global-batch=8");
    assertThat(Files.exists(Path.of("none"))).isFalse();
  }
}
