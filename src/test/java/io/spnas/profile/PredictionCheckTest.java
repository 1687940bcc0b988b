package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PredictionCheckTest {
  private static final SearchSpace PAPER = PlanSpaces.paper();

  private final AdditiveRuntime runtime = new AdditiveRuntime();
  private final NetworkTimes times = new NetworkTimes(runtime, 1, 1);

  private static List<Architecture> drawn(PredictionCheck.Outcome outcome) {
    return outcome.networks().stream().map(PredictionCheck.CheckedNetwork::architecture).toList();
  }

  @Test
  void aTableMeasuredBetweenTheNetworksPredictsWhatAddsUp() {
    List<Integer> done = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    PredictionCheck.Outcome outcome =
        new PredictionCheck(PAPER, 12, 1)
            .run(
                times,
                7,
                (pieces, most) -> {
                  done.add(pieces);
                  all.add(most);
                });
    assertThat(outcome.agreement().meanAbsoluteError()).isCloseTo(0, within(1e-6));
    assertThat(outcome.agreement().kendallTau()).isCloseTo(1, within(1e-9));
    assertThat(drawn(outcome))
        .hasSize(12)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(CalibrationNetworks.of(PAPER));
    // Seven rounds: all networks are prepared twice, the second time for two rounds.
    assertThat(runtime.prepared()).isEqualTo(2 * (12 + ProfilePlan.of(PAPER).probes().size()));
    assertThat(runtime.open()).isZero();
    assertThat(done).isEqualTo(IntStream.rangeClosed(1, all.get(0)).boxed().toList());
    assertThat(all).containsOnly(done.size());
  }

  @Test
  void aGivenTableIsHeldToTheNetworks() {
    PredictionCheck check = new PredictionCheck(PAPER, 5, 1);
    LatencyTable own = check.run(times, 1, (pieces, all) -> {}).table();
    LatencyTable higher = new LatencyTable("higher", own.origin(), own.base() + 10, own.rows());
    PredictionCheck.Outcome outcome = check.run(higher, times, 1, (pieces, all) -> {});
    assertThat(outcome.networks())
        .allSatisfy(
            network ->
                assertThat(network.predicted() - network.measured().median())
                    .isCloseTo(10, within(1e-6)));
    assertThat(outcome.agreement().bias()).isPositive();
    assertThat(outcome.table()).isSameAs(higher);
  }

  @Test
  void networksDependOnTheSeed() {
    PredictionCheck.Outcome one =
        new PredictionCheck(PAPER, 3, 1).run(times, 1, (pieces, all) -> {});
    PredictionCheck.Outcome same =
        new PredictionCheck(PAPER, 3, 1).run(times, 1, (pieces, all) -> {});
    PredictionCheck.Outcome other =
        new PredictionCheck(PAPER, 3, 2).run(times, 1, (pieces, all) -> {});
    assertThat(drawn(one)).isEqualTo(drawn(same)).isNotEqualTo(drawn(other));
  }

  @Test
  void moreNetworksThanThereAreIsRefused() {
    SearchSpace tiny =
        PlanSpaces.paper(
            "model.blocks = [r1_k3_s11_e1_i32_o16_noskip, r1_k5_s22_e6_i16_o24_noskip]");
    assertThatThrownBy(() -> new PredictionCheck(tiny, 5, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 5");
  }

  @Test
  void aPictureHasADotForEachNetwork() throws IOException {
    Agreement agreement =
        new Agreement(List.of(new Agreement.Pair(5, 4), new Agreement.Pair(5, 6)));
    var image =
        ImageIO.read(new ByteArrayInputStream(PredictionPicture.png(agreement, "title", "words")));
    // Between 3.8 and 6.2 ms, over 480 pixels, from (70, 60).
    assertThat(image.getRGB(70 + 40, 60 + 240)).as("(5, 4)").isEqualTo(dot(image.getRGB(510, 300)));
    assertThat(image.getRGB(70 + 200, 60 + 400)).as("no dot").isEqualTo(0xffffffff);
  }

  private static int dot(int colour) {
    assertThat(colour & 0xff).as("blue of (5, 6)").isGreaterThan((colour >> 16 & 0xff) + 50);
    return colour;
  }
}
