package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.profile.InferenceRuntime.TimedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterleavedRunsTest {
  /** Takes as long as it is told, and counts its runs. */
  private static final class FakeNetwork implements TimedNetwork {
    private final List<Double> milliseconds;
    private int runs;

    FakeNetwork(Double... milliseconds) {
      this.milliseconds = List.of(milliseconds);
    }

    @Override
    public long run() {
      return Math.round(1e6 * milliseconds.get(runs++ % milliseconds.size()));
    }

    @Override
    public void close() {}
  }

  private static Map<String, TimedNetwork> networks(int count) {
    Map<String, TimedNetwork> networks = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> networks.put("n" + i, new FakeNetwork(1.0 + i)));
    return networks;
  }

  @Test
  void runEachNetworkOnceARoundInADifferentOrder() {
    List<List<String>> orders = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, TimedNetwork> networks = networks(10);
    Map<String, Timing> timings =
        new InterleavedRuns(networks, (round, name, ms) -> orders.get(round).add(name)).run(0, 3);
    assertThat(orders)
        .doesNotHaveDuplicates()
        .allSatisfy(
            order -> assertThat(order).containsExactlyInAnyOrderElementsOf(networks.keySet()));
    assertThat(timings.keySet()).containsExactlyElementsOf(networks.keySet());
    assertThat(timings.get("n4")).isEqualTo(new Timing(5, 0));
  }

  @Test
  void goOnBehindEarlierRounds() {
    List<String> whole = new ArrayList<>();
    new InterleavedRuns(networks(6), (round, name, ms) -> whole.add(round + name)).run(0, 4);
    List<String> parts = new ArrayList<>();
    InterleavedRuns resumed =
        new InterleavedRuns(networks(6), (round, name, ms) -> parts.add(round + name));
    resumed.run(0, 1);
    resumed.run(1, 4);
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void tellTheMedianOfTheirRounds() {
    List<Double> values = new ArrayList<>();
    FakeNetwork slower =
        new FakeNetwork(
            10.0, 10.0, 11.0, 11.0, 11.0, 11.0, 11.0, 12.0, 12.0, 15.0, 15.0, 14.0, 15.0, 15.0);
    Timing timing =
        new InterleavedRuns(Map.of("n", slower), (round, name, ms) -> values.add(ms))
            .run(0, 2)
            .get("n");
    // Two runs warm up, five count.
    assertThat(slower.runs).isEqualTo(14);
    assertThat(values).containsExactly(11.0, 14.0);
    assertThat(timing).isEqualTo(new Timing(12.5, 0.75));
  }

  @Test
  void runShortNetworksMoreOften() {
    FakeNetwork shorter = new FakeNetwork(0.25);
    FakeNetwork longer = new FakeNetwork(40.0);
    Burst.milliseconds(shorter);
    Burst.milliseconds(longer);
    assertThat(shorter.runs).isGreaterThan(100);
    assertThat(longer.runs).isLessThan(10);
  }

  @Test
  void findQuartiles() {
    Timing timing = Timing.of(new double[] {8, 1, 4, 2, 100});
    assertThat(timing).isEqualTo(new Timing(4, 3));
    assertThat(Timing.of(new double[] {1, 2, 4, 8}).median()).isEqualTo(3);
    assertThat(Timing.of(new double[] {1, 2, 4, 8}).spread()).isCloseTo(1.625, within(1e-12));
    assertThatThrownBy(() -> Timing.of(new double[0])).hasMessageContaining("one at least");
  }
}
