package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formulas against the same methods carried out message by message. */
class AllReduceCostTest {
  private static final LinkSpeed LINK = new LinkSpeed(0.1, 1e6);
  private static final double BYTES = 20e6;
  private static final AllReduceCost COST = new AllReduceCost(LINK, BYTES);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 100})
  void aRingSendsEachSegmentTwiceAround(int workers) {
    double milliseconds = 0;
    for (int step = 0; step < 2 * (workers - 1); step++) {
      milliseconds += LINK.milliseconds(BYTES / workers);
    }
    assertThat(COST.ring(workers)).isCloseTo(milliseconds, within(1e-9));
    assertThat(COST.ringLatency(workers)).isCloseTo(2 * (workers - 1) * 0.1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 256})
  void halvingAndDoublingSendsHalfAsMuchEachTime(int workers) {
    double milliseconds = 0;
    double bytes = BYTES;
    for (int group = workers; group > 1; group /= 2) {
      bytes /= 2;
      milliseconds += 2 * LINK.milliseconds(bytes);
    }
    assertThat(COST.halvingDoubling(workers)).isCloseTo(milliseconds, within(1e-9));
  }

  @Test
  void whatIsAboveAPowerOfTwoIsFoldedIntoIt() {
    assertThat(COST.halvingDoubling(9))
        .isCloseTo(COST.halvingDoubling(8) + 2 * LINK.milliseconds(BYTES), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 9})
  void aTreeIsAsDeepAsItsLogarithmRoundedUp(int workers) {
    int depth = 0;
    while (1 << depth < workers) {
      depth++;
    }
    assertThat(COST.tree(workers)).isCloseTo(2 * depth * LINK.milliseconds(BYTES), within(1e-9));
  }

  @Test
  void aHierarchyIsARingInEachHostAndOneOfHosts() {
    LinkSpeed local = new LinkSpeed(0.01, 5e6);
    assertThat(COST.hierarchical(32, 4, local))
        .isCloseTo(new AllReduceCost(local, BYTES).ring(4) + COST.ring(8), within(1e-9));
    assertThat(COST.hierarchical(32, 1, local)).isEqualTo(COST.ring(32));
  }

  @Test
  void halfOfTheRingIsLatencyWhereItIsBoundByIt() {
    int workers = (int) Math.round(COST.latencyBoundFrom());
    assertThat(workers).isEqualTo(200);
    assertThat(COST.ringLatency(workers)).isCloseTo(COST.ring(workers) / 2, within(1e-9));
  }

  @Test
  void aNetworkAddsLatencyAndCapsTheRate() {
    LinkSpeed slow = new LinkSpeed(0.05, 1e5);
    assertThat(LINK.over(slow).latency()).isCloseTo(0.15, within(1e-12));
    assertThat(LINK.over(slow).bytesPerMillisecond()).isEqualTo(1e5);
    assertThat(LINK.over(new LinkSpeed(0, Double.POSITIVE_INFINITY))).isEqualTo(LINK);
  }
}
