package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.LayerPass;
import io.spnas.engine.LayerTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerSeriesTest {
  private static final double CLOSE = 1e-12;

  private static LayerTime layer(String name, double forward, double backward) {
    return new LayerTime(name, new LayerPass(forward, 3e6, 1e6), new LayerPass(backward, 6e6, 2e6));
  }

  private static StepTime step(double milliseconds) {
    return new StepTime(milliseconds, 0, 0, 0);
  }

  private static LayerSeries twoSteps() {
    LayerSeries series = new LayerSeries();
    series.add(
        step(20), List.of(layer("stem", 1, 2), layer("block0.expand", 3, 4), layer("head", 1, 1)));
    series.add(
        step(21), List.of(layer("stem", 2, 1), layer("block0.expand", 2, 5), layer("head", 4, 2)));
    return series;
  }

  @Test
  void takesTheBestOfEachLayerAndDirection() {
    assertThat(twoSteps().best())
        .containsExactly(layer("stem", 1, 1), layer("block0.expand", 2, 4), layer("head", 1, 1));
  }

  @Test
  void takesTheLeastOutsideTheLayersOfOneStep() {
    assertThat(twoSteps().outsideMilliseconds()).isCloseTo(21 - 16, within(CLOSE));
  }

  @Test
  void sumsTimesAndWorkByKind() {
    List<LayerTime> kinds = twoSteps().kinds();
    assertThat(kinds)
        .extracting(LayerTime::name)
        .containsExactly("expand", "depthwise", "project", "stem, head, pool");
    LayerTime expand = kinds.get(0);
    assertThat(expand.forward().gflops()).isCloseTo(3.0 / 2, within(CLOSE));
    assertThat(expand.backward().gigabytesPerSecond()).isCloseTo(2.0 / 4, within(CLOSE));
    assertThat(expand.both().gflops()).isCloseTo(9.0 / 6, within(CLOSE));
    assertThat(kinds.get(1).both().gflops()).isZero();
    assertThat(kinds.get(3).forward()).isEqualTo(new LayerPass(2, 6e6, 2e6));
  }
}
