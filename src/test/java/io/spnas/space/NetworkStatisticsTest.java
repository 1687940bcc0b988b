package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkStatisticsTest {
  @Test
  void countsABlockByHand() {
    MbConv block = new MbConv(5, 2, 6, 8, 16, false);
    int expand = 8 * 48;
    int depthwise = 5 * 5 * 48;
    int project = 48 * 16;
    NetworkStatistics statistics = NetworkStatistics.of(block, 7);
    assertThat(statistics.parameters())
        .isEqualTo(expand + depthwise + project + 2 * (48 + 48 + 16));
    assertThat(statistics.multiplyAdds()).isEqualTo(expand * 7 * 7 + (depthwise + project) * 4 * 4);
  }

  @Test
  void aBlockWithoutExpansionHasNoFirstConvolution() {
    NetworkStatistics statistics = NetworkStatistics.of(new MbConv(3, 1, 1, 8, 8, true), 4);
    assertThat(statistics.parameters()).isEqualTo(9 * 8 + 8 * 8 + 2 * (8 + 8));
    assertThat(statistics.multiplyAdds()).isEqualTo((9 * 8 + 8 * 8) * 4 * 4);
  }

  @Test
  void skippingALayerTakesItsBlockAway() {
    SearchSpace space = Spaces.small("r2_k5_s11_e6_i16_o16");
    NetworkStatistics whole = NetworkStatistics.of(space.supernet());
    NetworkStatistics block = NetworkStatistics.of(space.allLayers().get(1).block(), 32);
    NetworkStatistics without =
        NetworkStatistics.of(
            Architecture.of(space, List.of(Operation.K5_E6, Operation.SKIP)).network());
    assertThat(without.parameters()).isEqualTo(whole.parameters() - block.parameters());
    assertThat(without.multiplyAdds()).isEqualTo(whole.multiplyAdds() - block.multiplyAdds());
  }

  @Test
  void residualBlocksKeepTheirInputWhileTheyRun() {
    int inner = 6 * 8 * 7 * 7;
    int outside = 8 * 7 * 7;
    MbConv residual = new MbConv(3, 1, 6, 8, 8, true);
    assertThat(NetworkStatistics.of(residual, 7).peakActivations())
        .isEqualTo(4 * (inner + inner + outside));
    MbConv plain = new MbConv(3, 1, 6, 8, 8, false);
    assertThat(NetworkStatistics.of(plain, 7).peakActivations()).isEqualTo(4 * (inner + inner));
  }

  @Test
  void projectionMayNeedTheMost() {
    MbConv block = new MbConv(3, 1, 1, 8, 8, true);
    assertThat(NetworkStatistics.of(block, 5).peakActivations()).isEqualTo(4 * 3 * 8 * 25);
  }

  @Test
  void strideShrinksWhatTheDepthwiseConvolutionWrites() {
    MbConv block = new MbConv(3, 2, 3, 8, 16, false);
    int in = 8 * 9 * 9;
    assertThat(NetworkStatistics.of(block, 9).peakActivations())
        .isEqualTo(4 * Math.max(in + 3 * in, 3 * in + 24 * 25));
  }

  @Test
  void peakOfANetworkIsThatOfItsLargestPart() {
    SearchSpace space = Spaces.small("r2_k5_s11_e6_i16_o16");
    long block = NetworkStatistics.of(space.allLayers().get(0).block(), 32).peakActivations();
    assertThat(NetworkStatistics.of(space.supernet()).peakActivations())
        .isEqualTo(4 * (2 * 96 + 16) * 1024);
    assertThat(block).isEqualTo(4 * (2 * 96 + 16) * 1024);
    // Head: 16 channels to 64 at 32 px.
    assertThat(NetworkStatistics.ofFixed(space).peakActivations()).isEqualTo(4 * (16 + 64) * 1024);
  }
}
