package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScaleModelCommandTest {
  private static final String[] TOLD = {
    "--compute-ms=1600", "--spread-ms=10", "--other-ms=6", "--latency-us=200", "--rate-mbs=1500"
  };

  private static Ended run(String... further) {
    return Command.run(
        Stream.of(Stream.of("scale-model"), Stream.of(TOLD), Stream.of(further))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  @Test
  void predictsFromWhatItIsTold() throws IOException {
    Ended run =
        run("--network-latency-us=100", "--network-rate-mbs=1000", "--workers=1,16", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    double bytes = json.path("parameters").path("bytes").asDouble();
    assertThat(bytes / Float.BYTES).isBetween(4.8e6, 4.9e6);
    JsonNode sixteen = json.path("predictions").get(1);
    assertThat(sixteen.path("all_reduce_ms").asDouble())
        .isCloseTo(30 * (0.3 + bytes / 16 / 1e6), within(1e-6));
    assertThat(sixteen.path("efficiency").asDouble()).isBetween(0.9, 1.0);
    double bound = bytes / 1e6 / 0.3;
    assertThat(json.path("latency_bound_from").asDouble()).isCloseTo(bound, within(1e-6));
    assertThat(json.path("tree_faster_from").asInt()).isGreaterThan(2);
    assertThat(json.path("validation")).isEmpty();
    assertThat(run.err())
        .contains("efficiency", "latency from " + (int) Math.ceil(bound) + " workers on");
  }

  @Test
  void tellsOfHierarchiesWhereHostsHaveSeveralWorkers() {
    assertThat(run().out()).doesNotContain("ring of hosts");
    assertThat(run("--workers-per-host=4", "--slowdown=1.1", "--cores=8").out())
        .contains("ring of hosts with rings of 4 workers");
  }

  @Test
  void measuresWhatItIsNotTold() throws IOException {
    Ended run =
        Command.run(
            "scale-model",
            "--size=32",
            "--batch=2",
            "--steps=2",
            "--validate=1,2",
            "--other-ms=6",
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    JsonNode parameters = json.path("parameters");
    assertThat(parameters.path("other_ms").asDouble()).isEqualTo(6);
    assertThat(parameters.path("compute_ms").asDouble()).isPositive();
    assertThat(parameters.path("local_latency_ms").asDouble()).isPositive();
    assertThat(parameters.path("local_bytes_per_ms").asDouble()).isPositive();
    assertThat(parameters.path("slowdown").asDouble()).isGreaterThanOrEqualTo(1);
    assertThat(json.path("predictions")).hasSize(9);
    for (JsonNode each : json.path("validation")) {
      double predicted = each.path("predicted_step_ms").asDouble();
      assertThat(each.path("error").asDouble())
          .isCloseTo(predicted / each.path("measured_step_ms").asDouble() - 1, within(1e-9));
    }
    assertThat(json.path("validation")).hasSize(2);
  }

  @Test
  void tellsMistakesInOneLine() {
    assertMistake("--workers=0", "--workers: 0");
    assertMistake("--compute-ms=0", "--compute-ms: 0");
    assertMistake("--spread-ms=-1", "--spread-ms: -1");
    assertMistake("--workers-per-host=0", "--workers-per-host: 0");
    assertMistake("--size=2", "input.size");
  }

  private static void assertMistake(String option, String part) {
    Command.assertMistake(Command.run("scale-model", option), part);
  }
}
