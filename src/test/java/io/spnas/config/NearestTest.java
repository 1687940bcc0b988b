package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({"'', abc, 3", "abc, abc, 0", "abc, axc, 1", "abc, bc, 1", "kitten, sitting, 3"})
  void countsEdits(String from, String to, int edits) {
    assertThat(Nearest.distance(from, to)).isEqualTo(edits);
    assertThat(Nearest.distance(to, from)).isEqualTo(edits);
  }

  @Test
  void prefersACompletion() {
    assertThat(Nearest.to("warmup", List.of("norm", "warmup-steps"))).isEqualTo("warmup-steps");
  }

  @Test
  void choosesTheFewestEdits() {
    assertThat(Nearest.to("staps", List.of("size", "steps", "seed"))).isEqualTo("steps");
  }

  @Test
  void whatIsFarOffIsNotClose() {
    assertThat(Nearest.close("serach", List.of("search", "sweep"))).contains("search");
    assertThat(Nearest.close("s", List.of("search"))).contains("search");
    assertThat(Nearest.close("frobnicate", List.of("search", "sweep"))).isEmpty();
    assertThat(Nearest.close("x", List.of())).isEmpty();
  }
}
