package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who computes when, and what the times of fakes are turned into. */
class ComparisonTest {
  private final List<String> ran = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  /** A contestant whose steps take given times, in ms. */
  private Contestant contestant(String name, double... milliseconds) {
    Iterator<Double> next = java.util.Arrays.stream(milliseconds).iterator();
    return new Contestant(
        name,
        "fake",
        new Peer.Step() {
          @Override
          public StepTime run() {
            ran.add(name);
            return new StepTime(next.next(), 0, 0, 0);
          }

          @Override
          public void close() {
            closed.add(name);
          }
        });
  }

  private Comparison threeRounds() {
    Comparison comparison =
        new Comparison(
            contestant("ours", 30, 10, 20),
            List.of(contestant("slow", 90, 80, 70), contestant("fast", 15, 100, 60)));
    for (int i = 0; i < 3; i++) {
      comparison.round();
    }
    return comparison;
  }

  @Test
  void eachComputesOneStepARoundAndEachGoesFirst() {
    threeRounds();
    assertThat(ran)
        .containsExactly("ours", "slow", "fast", "slow", "fast", "ours", "fast", "ours", "slow");
  }

  @Test
  void aRoundGivesTimesInTheOrderOfTheContestants() {
    Comparison comparison =
        new Comparison(contestant("ours", 1, 2), List.of(contestant("peer", 3, 4)));
    comparison.round();
    assertThat(comparison.round().stream().map(StepTime::total)).containsExactly(2.0, 4.0);
    assertThat(comparison.all().stream().map(Contestant::label))
        .containsExactly("ours, fake", "peer, fake");
  }

  @Test
  void comparesBestWithBestAndMedianWithMedian() {
    Comparison comparison = threeRounds();
    Contestant slow = comparison.peers().get(0);
    Contestant fast = comparison.peers().get(1);
    assertThat(comparison.ratio(slow)).isCloseTo(70.0 / 10, within(1e-12));
    assertThat(comparison.medianRatio(slow)).isCloseTo(80.0 / 20, within(1e-12));
    assertThat(comparison.ratio(fast)).isCloseTo(15.0 / 10, within(1e-12));
    assertThat(comparison.medianRatio(fast)).isCloseTo(60.0 / 20, within(1e-12));
    assertThat(comparison.fastestPeer()).isSameAs(fast);
  }

  @Test
  void closesAll() {
    threeRounds().close();
    assertThat(closed).containsExactly("ours", "slow", "fast");
  }

  @Test
  void needsAPeer() {
    Contestant ours = contestant("ours");
    assertThatThrownBy(() -> new Comparison(ours, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
