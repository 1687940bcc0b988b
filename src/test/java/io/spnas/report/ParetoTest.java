package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ParetoTest {
  private static Pareto pareto(double[]... found) {
    return ParetoExample.of(found);
  }

  @Test
  void theFrontIsWhatNoOtherIsBetterThan() {
    Pareto pareto =
        pareto(
            new double[] {60, 700},
            new double[] {80, 800},
            new double[] {85, 790},
            new double[] {100, 900},
            new double[] {110, 900},
            new double[] {60, 650});
    assertThat(pareto.front()).containsExactly(true, true, false, true, false, false);
  }

  @Test
  void equalNetworksAreOnTheFrontTogether() {
    double[] point = {80, 800};
    assertThat(pareto(point, point, new double[] {80, 799}, new double[] {81, 800}).front())
        .containsExactly(true, true, false, false);
  }

  @Test
  void oneNetworkIsAFront() {
    assertThat(pareto(new double[] {80, 0}).front()).containsExactly(true);
  }

  @Test
  void theJsonHasEveryNetwork() {
    JsonNode json = ParetoJson.write(pareto(new double[] {60, 700}, new double[] {61, 500}));
    JsonNode first = json.path("searches").get(0);
    assertThat(first.path("runtime_ms").asDouble()).isEqualTo(60);
    assertThat(first.path("top1").asDouble()).isEqualTo(0.7);
    assertThat(first.path("cross_entropy").asDouble()).isEqualTo(0.5);
    assertThat(first.path("images").asInt()).isEqualTo(ParetoExample.IMAGES);
    assertThat(first.path("objective").asText()).isEqualTo("latency");
    assertThat(first.path("architecture")).hasSize(20);
    assertThat(first.has("target_latency_ms")).isFalse();
    assertThat(json.path("searches").findValuesAsText("on_front")).containsExactly("true", "false");
    assertThat(json.path("random")).hasSize(3);
    assertThat(json.path("failed").get(0).path("reason").asText()).isEqualTo("no room");
    assertThat(json.path("provenance").path("space").path("blocks")).isNotEmpty();
  }
}
