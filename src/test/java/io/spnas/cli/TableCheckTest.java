package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.latency.LatencyTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code latency} without a network. */
class TableCheckTest {
  private static Ended check(String... arguments) {
    return Command.run(
        Stream.concat(Stream.of("latency"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void tellsWhatASearchCanReach() throws IOException {
    Ended ended = check("--lut", "pixel1", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    LatencyTable table = LatencyTable.load("pixel1");
    double most = table.base();
    for (LatencyTable.Row row : table.searchable()) {
      most += row.costs().values().stream().mapToDouble(cost -> cost).max().orElseThrow();
    }
    JsonNode json = ended.json();
    assertThat(json.path("most").asDouble()).isCloseTo(most, within(1e-9));
    assertThat(json.path("least").asDouble()).isBetween(table.base(), most);
    assertThat(json.path("unit").asText()).isEqualTo("ms");
    assertThat(json.path("stand_in").asBoolean()).isFalse();
    assertThat(check("--lut", "pixel1").out().lines())
        .singleElement()
        .asString()
        .startsWith("Table pixel1 (")
        .contains("20 searchable layers");
  }

  @Test
  void refusesATableThatDoesNotServe() {
    assertMistake(
        check("--lut", "pixel1", "--set", "search.target-latency-ms=1"),
        "search.target-latency-ms = 1.0",
        "pixel1");
    assertMistake(check("--lut", "pixel1", "--set", "input.size=32"), "pixel1", "224 px");
    List<String> standIn =
        check("--lut", "pixel1", "--set", "input.size=192", "--set", "latency.geometry=any")
            .out()
            .lines()
            .toList();
    assertThat(standIn).hasSize(2).last().asString().startsWith("A stand-in");
    assertMistake(check(), "Missing option --lut");
  }
}
