package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.bench.World.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers in JVMs of their own, on small images. */
class ScalingBenchmarkTest {
  private static final StepSize SMALL = new StepSize(32, 2, 1);

  @Test
  void everyWorldTakesItsSteps() {
    long before = ProcessHandle.current().children().count();
    try (ScalingBenchmark benchmark = ScalingBenchmark.start(SMALL, List.of(3, 2))) {
      assertThat(ProcessHandle.current().children().count()).isEqualTo(before + 3);
      benchmark.round();
      assertThat(benchmark.all().stream().map(WorldSeries::world))
          .containsExactly(
              new World(1, Link.NONE),
              new World(2, Link.NONE),
              new World(2, Link.RING),
              new World(3, Link.NONE),
              new World(3, Link.RING));
      for (WorldSeries series : benchmark.all()) {
        WorldStep step = series.best();
        assertThat(step.compute()).as("%s", series.world()).isPositive();
        assertThat(step.other()).as("%s", series.world()).isPositive();
        assertThat(series.betweenMilliseconds()).as("%s", series.world()).isPositive();
      }
      double ring = benchmark.series(new World(3, Link.RING)).best().allReduce();
      double none = benchmark.series(new World(3, Link.NONE)).best().allReduce();
      assertThat(ring).as("a ring costs time").isGreaterThan(none);
      assertThat(benchmark.allReduceMilliseconds(3, 1 << 20, 5))
          .as("more floats take longer")
          .isGreaterThan(benchmark.allReduceMilliseconds(3, 1, 5));
    }
    assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
  }

  @Test
  void tellsWhatAWorkerFailedAtAndEndsAll() {
    long before = ProcessHandle.current().children().count();
    assertThatThrownBy(() -> ScalingBenchmark.start(new StepSize(32, 2, 0), List.of(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("worker 0");
    assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
  }
}
