package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.LearningRateDecay;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainScheduleTest {
  private static final long IMAGENET = 1_281_167;

  /** The paper's training: 350 epochs, of which 5 warm up. */
  private static final TrainSchedule PAPER = schedule(350, IMAGENET, LearningRateDecay.STAIRCASE);

  private static TrainSchedule schedule(int epochs, long images, LearningRateDecay decay) {
    return new TrainSchedule(
        epochs, 1024, images, 5, new TrainSchedule.Rate(0.016, 5, decay, 0.97, 2.4));
  }

  @Test
  void stepsShowEachImageOnceAnEpoch() {
    assertThat(PAPER.steps()).isEqualTo(437_899);
    assertThat(PAPER.epoch(PAPER.steps())).isCloseTo(350, within(0.001));
    assertThat(schedule(1, 100, LearningRateDecay.COSINE).steps()).as("at least one").isOne();
  }

  @Test
  void learningRateRisesEvenlyThenDescendsInStairs() {
    double peak = 0.016 * 4;
    long warm = stepAt(PAPER, 5);
    assertThat(PAPER.learningRate(0)).isPositive().isLessThan(peak / 1000);
    double half = PAPER.learningRate(stepAt(PAPER, 2.3)) / peak;
    assertThat(half).isCloseTo(2.3 / 5, within(0.001));
    assertThat(PAPER.learningRate(warm)).isCloseTo(peak * 0.97 * 0.97, within(1e-12));
    assertThat(PAPER.learningRate(stepAt(PAPER, 240.5)))
        .isCloseTo(peak * Math.pow(0.97, 100), within(1e-12));
  }

  @Test
  void cosineFallsFromTheWarmupsEndToZero() {
    TrainSchedule cosine = schedule(105, IMAGENET, LearningRateDecay.COSINE);
    double peak = 0.016 * 4;
    assertThat(cosine.learningRate(stepAt(cosine, 5))).isCloseTo(peak, within(1e-6));
    assertThat(cosine.learningRate(stepAt(cosine, 55))).isCloseTo(peak / 2, within(1e-4));
    assertThat(cosine.learningRate(cosine.steps() - 1)).isPositive().isLessThan(1e-8);
    double[] rates =
        LongStream.range(stepAt(cosine, 5), cosine.steps())
            .mapToDouble(cosine::learningRate)
            .toArray();
    assertThat(rates).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void aRunOfNothingButWarmupNeverFalls() {
    TrainSchedule warm = schedule(5, IMAGENET, LearningRateDecay.COSINE);
    assertThat(warm.learningRate(warm.steps() - 1)).isCloseTo(0.064, within(1e-4));
  }

  @Test
  void evaluatesEveryFifthEpochAndAtTheEnd() {
    TrainSchedule odd = schedule(12, 10_240, LearningRateDecay.STAIRCASE);
    assertThat(LongStream.rangeClosed(1, odd.steps()).filter(odd::isValidated))
        .containsExactly(50L, 100L, 120L);
  }

  @Test
  void evaluatesNeverWithoutInterval() {
    TrainSchedule never =
        new TrainSchedule(
            2, 16, 160, 0, new TrainSchedule.Rate(0.016, 0, LearningRateDecay.COSINE, 1, 1));
    assertThat(LongStream.rangeClosed(1, never.steps()).filter(never::isValidated)).isEmpty();
    assertThat(never.learningRate(0)).isCloseTo(0.001, within(1e-9));
  }

  private static long stepAt(TrainSchedule schedule, double epoch) {
    return (long) Math.ceil(epoch * schedule.imagesPerEpoch() / schedule.globalBatch());
  }
}
