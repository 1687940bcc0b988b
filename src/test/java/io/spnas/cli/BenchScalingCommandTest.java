package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchScalingCommandTest {
  @Test
  void tellsEachWorldInWordsAndJson() throws IOException {
    Ended run =
        Command.run(
            "bench", "scaling", "--workers=1,2", "--size=32", "--batch=2", "--steps=3", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode worlds = run.json().path("worlds");
    assertThat(worlds).hasSize(3);
    double alone = 0;
    for (JsonNode world : worlds) {
      int workers = world.path("workers").asInt();
      JsonNode best = world.path("best");
      double step = best.path("step_ms").asDouble();
      assertThat(best.path("images_per_second").asDouble())
          .isCloseTo(workers * 2 * 1000 / step, within(1e-6));
      assertThat(
              best.path("input_ms").asDouble()
                  + best.path("compute_ms").asDouble()
                  + best.path("all_reduce_ms").asDouble()
                  + best.path("other_ms").asDouble())
          .isCloseTo(step, within(1e-6));
      alone = workers == 1 ? step : alone;
      assertThat(best.path("efficiency").asDouble()).isCloseTo(alone / step, within(1e-6));
      if (world.path("ring").asBoolean()) {
        double lost =
            best.path("loss_to_machine").asDouble() + best.path("loss_to_ring").asDouble();
        assertThat(lost).isCloseTo(1 - best.path("efficiency").asDouble(), within(1e-9));
      }
      assertThat(world.path("median").path("step_ms").asDouble()).isGreaterThanOrEqualTo(step);
    }
    assertThat(run.err())
        .contains("round 2 of 2", "2 workers, no ring", "efficiency", "2 workers lose");
  }

  @Test
  void tellsMistakesInOneLine() {
    assertMistake("--workers=0", "--workers: 0");
    assertMistake("--steps=0", "--steps: 0");
    assertMistake("--size=2", "input.size");
  }

  private static void assertMistake(String option, String part) {
    Command.assertMistake(Command.run("bench", "scaling", option), part);
  }
}
