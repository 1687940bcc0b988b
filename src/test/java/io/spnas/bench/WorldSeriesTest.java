package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.bench.World.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the times of workers are turned into. */
class WorldSeriesTest {
  private static final WorkerStep FAST = new WorkerStep(110, 1, 79, 25);
  private static final WorkerStep SLOW = new WorkerStep(112, 0, 100, 6);

  @Test
  void aStepIsTheMeanOverItsWorkers() {
    WorldStep step = WorldStep.of(List.of(FAST, SLOW));
    assertThat(step).isEqualTo(new WorldStep(111, 0.5, 89.5, 15.5, 10, 5.5));
  }

  @Test
  void aSingleWorkerWaitsForNobody() {
    assertThat(WorldStep.of(List.of(SLOW)).waiting()).isZero();
  }

  @Test
  void partsHaveMediansOfTheirOwn() {
    WorldSeries series = new WorldSeries(new World(2, Link.RING), 8);
    series.add(List.of(step(100, 20), step(90, 30)), 4);
    series.add(List.of(step(80, 10)), 6);
    assertThat(series.median().total()).isEqualTo(90);
    assertThat(series.median().waiting()).isEqualTo(20);
    assertThat(series.best()).isEqualTo(step(80, 10));
    assertThat(series.meanWaiting()).isCloseTo(20, within(1e-12));
    assertThat(series.betweenMilliseconds()).isEqualTo(5);
    assertThat(series.imagesPerSecond(series.best())).isCloseTo(2 * 8 / 0.080, within(1e-9));
  }

  private static WorldStep step(double total, double waiting) {
    return new WorldStep(total, 0, total - 40, 30, waiting, 10);
  }

  @Test
  void timesSurviveTheWayAsText() {
    WorkerStep step = new WorkerStep(1.0 / 3, 1e-7, 12345.678, 0);
    assertThat(WorkerStep.parse(step.text())).isEqualTo(step);
  }
}
