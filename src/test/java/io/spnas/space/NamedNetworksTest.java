package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedNetworksTest {
  @ParameterizedTest
  @CsvSource({
    "single-path-nas, 4421616, 333.5, 21",
    "mobilenet-v2, 3504872, 300.8, 17",
    "mnasnet-b1, 4383312, 314.4, 17",
    "proxyless-mobile, 4080512, 320.4, 20",
    "fbnet-c, 5570664, 378.1, 21"
  })
  void publishedNetworksHaveTheirPublishedSize(
      String name, long parameters, double megaMultiplyAdds, int blocks) {
    NetworkShape network = NamedNetworks.named(name);
    NetworkStatistics statistics = NetworkStatistics.of(network);
    assertThat(statistics.parameters()).isEqualTo(parameters);
    assertThat(statistics.multiplyAdds() / 1e6).isCloseTo(megaMultiplyAdds, within(0.05));
    assertThat(network.blocks()).hasSize(blocks);
  }

  @Test
  void blocksFollowEachOther() {
    for (String name : NamedNetworks.names()) {
      int channels = NamedNetworks.named(name).stemChannels();
      for (MbConv block : NamedNetworks.named(name).blocks()) {
        assertThat(block.inChannels()).as(name).isEqualTo(channels);
        assertThat(block.residual())
            .isEqualTo(block.stride() == 1 && block.inChannels() == block.outChannels());
        channels = block.outChannels();
      }
    }
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> NamedNetworks.named("mobilenet-v4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mobilenet-v4")
        .hasMessageContainingAll(NamedNetworks.names().toArray(String[]::new));
  }
}
