package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.RuntimeModelKind;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementTest {
  private static final List<Layer> LAYERS = layers();
  private static final RuntimeModel MODEL =
      RuntimeModel.of(LatencyTable.load("pixel1"), RuntimeModelKind.EXACT);

  private final float[] shares = new float[1 + 3 * LAYERS.size()];

  private static List<Layer> layers() {
    Settings settings = Settings.load(Optional.empty(), List.of());
    return SearchSpace.of(settings.input(), settings.model()).searchable();
  }

  private Settlement settlement(double target, boolean flips) {
    return new Settlement(MODEL, target, LAYERS, flips, shares, 1);
  }

  /** Every layer 3x3-3: d5 = 0, d50 = 1, d100 = 0. */
  private static double[][] smallest() {
    double[][] decisions = new double[LAYERS.size()][];
    for (int l = 0; l < decisions.length; l++) {
      decisions[l] = new double[] {0, 1, 0};
    }
    return decisions;
  }

  private double share(int layer, int decision) {
    return shares[1 + 3 * layer + decision];
  }

  @Test
  void aShareIsThatOfRecentSteps() {
    Settlement settlement = settlement(66, true);
    double[][] decisions = smallest();
    for (int step = 0; step < 400; step++) {
      decisions[4][0] = step % 4 == 0 ? 1 : 0;
      settlement.watch(decisions, step);
    }
    assertThat(share(4, 0)).isEqualTo(0.25, within(0.03));
    assertThat(share(4, 1)).isEqualTo(1, within(1e-6));
    assertThat(share(5, 2)).isZero();
    assertThat(shares[0]).as("what is in front").isZero();
  }

  @Test
  void theFirstStepsCountAlike() {
    Settlement settlement = settlement(66, true);
    double[][] decisions = smallest();
    settlement.watch(decisions, 0);
    decisions[0][0] = 1;
    settlement.watch(decisions, 1);
    assertThat(share(0, 0)).isEqualTo(0.5, within(1e-6));
  }

  @Test
  void decisionsBecomeWhatTheyMostlyWere() {
    Settlement settlement = settlement(MODEL.milliseconds(smallest()), true);
    double[][] decisions = smallest();
    settlement.watch(decisions, 0);
    decisions[3][2] = 1;
    assertThat(settlement.choose(decisions)).isDeepEqualTo(smallest());
  }

  @Test
  void theLeastCertainDecisionIsReversedToMeetTheTarget() {
    double[][] wider = smallest();
    wider[7][0] = 1;
    Settlement settlement = settlement(MODEL.milliseconds(wider), true);
    settlement.watch(smallest(), 0);
    // Layers 7 and 9 cost nearly the same more as 5x5; both were so at times.
    set(7, 0, 0.4f);
    set(9, 0, 0.1f);
    assertThat(settlement.choose(smallest())).isDeepEqualTo(wider);
  }

  @Test
  void decisionsStayAsTheyAreWithoutFlips() {
    Settlement settlement = settlement(120, false);
    double[][] decided = smallest();
    decided[2][0] = 1;
    settlement.watch(smallest(), 0);
    assertThat(settlement.choose(decided)).isDeepEqualTo(decided);
  }

  /** Whatever the shares: no decision is left whose reversal would have brought R closer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void targetsAcrossTheSpaceAreMet(int seed) {
    Random random = new Random(seed);
    for (double target = 40; target < 125; target += 5) {
      double[][] decided = smallest();
      for (int l = 0; l < LAYERS.size(); l++) {
        for (int d = 0; d < 3; d++) {
          set(l, d, d == 1 && !LAYERS.get(l).skippable() ? 1 : random.nextFloat());
        }
      }
      double[][] chosen = settlement(target, true).choose(decided);
      assertThat(MODEL.milliseconds(chosen)).isEqualTo(target, within(0.02 * target));
      for (int l = 0; l < LAYERS.size(); l++) {
        if (!LAYERS.get(l).skippable()) {
          assertThat(chosen[l][1]).as("d50 of layer %d", l).isEqualTo(1);
        }
      }
    }
  }

  private void set(int layer, int decision, float share) {
    shares[1 + 3 * layer + decision] = share;
  }
}
