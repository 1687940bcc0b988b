package io.spnas.spark.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoringProgressTest {
  @Test
  void aLineHasRateAndTimeLeft() {
    assertThat(ScoringProgress.line(30, 200, 20, 10_000_000_000L))
        .isEqualTo("candidate 30 of at most 200  2.00 candidates/s  1:25 left at most");
  }
}
