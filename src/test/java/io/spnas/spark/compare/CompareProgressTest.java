package io.spnas.spark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CompareProgressTest {
  private final AtomicLong clock = new AtomicLong(TimeUnit.HOURS.toNanos(5));

  @Test
  void timeLeftIsByTheCellsOfThisApplication() {
    CompareProgress progress = new CompareProgress(18, 6, clock::get);
    clock.addAndGet(TimeUnit.MINUTES.toNanos(10));
    progress.ended("darts/seed-0: top-1 90.00 %");
    assertThat(progress.line())
        .isEqualTo("7 of 18 cells have ended, 10:00 so far, about 1:50:00 left");
    clock.addAndGet(TimeUnit.MINUTES.toNanos(2));
    progress.ended("random/seed-0 failed");
    assertThat(progress.line())
        .isEqualTo("8 of 18 cells have ended, 12:00 so far, about 1:00:00 left");
  }

  @Test
  void nothingIsLeftAtTheEnd() {
    CompareProgress progress = new CompareProgress(1, 0, clock::get);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(65));
    progress.ended("random/seed-0: top-1 90.00 %");
    assertThat(progress.line()).isEqualTo("1 of 1 cells have ended, 1:05 so far, about 0:00 left");
  }
}
