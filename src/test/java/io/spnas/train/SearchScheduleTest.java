package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SearchScheduleTest {
  private static final long IMAGENET = 1_281_167;
  private static final SearchSchedule PAPER =
      new SearchSchedule(10_008, 6_255, 1024, IMAGENET, 0.02, 0.016, 0.97, 2.4);

  @Test
  void paperSearchesEightEpochs() {
    assertThat(PAPER.epoch(PAPER.steps())).isCloseTo(8.0, within(0.01));
    assertThat(PAPER.epoch(PAPER.warmupSteps())).isCloseTo(5.0, within(0.01));
  }

  @Test
  void learningRateScalesWithTheBatchAndDescendsInStairs() {
    long stair = (long) Math.ceil(2.4 * IMAGENET / 1024);
    assertThat(PAPER.learningRate(0)).isCloseTo(0.016 * 4, within(1e-12));
    assertThat(PAPER.learningRate(stair - 1)).isEqualTo(PAPER.learningRate(0));
    assertThat(PAPER.learningRate(stair)).isCloseTo(0.016 * 4 * 0.97, within(1e-12));
  }

  @Test
  void lambdaIsZeroAndDecisionsAreDroppedInWarmupOnly() {
    assertThat(PAPER.controls(6_254).lambda()).isZero();
    assertThat(PAPER.controls(6_254).warmup()).isTrue();
    assertThat(PAPER.controls(6_255).lambda()).isEqualTo(0.02);
    assertThat(PAPER.controls(6_255).warmup()).isFalse();
  }
}
