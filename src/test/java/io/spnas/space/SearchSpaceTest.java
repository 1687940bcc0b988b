package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final List<Integer> FIRST_OF_GROUPS = List.of(1, 5, 9, 13, 17);

  private final SearchSpace paper = Spaces.paper();

  private static void assertRefused(Runnable making, String... parts) {
    assertThatThrownBy(making::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void papersSpaceHasTwentySearchableOfTwentyTwoLayers() {
    assertThat(paper.allLayers()).hasSize(22);
    assertThat(paper.allLayers().stream().map(Layer::index))
        .containsExactlyElementsOf(IntStream.range(0, 22).boxed().toList());
    assertThat(paper.searchable().stream().map(Layer::index))
        .containsExactlyElementsOf(IntStream.range(1, 21).boxed().toList());
    assertThat(paper.allLayers().get(0).skippable()).isFalse();
    assertThat(paper.allLayers().get(21).skippable()).isFalse();
  }

  @Test
  void firstLayerOfAGroupCantBeSkippedAndTheOthersCan() {
    assertThat(paper.searchable())
        .allSatisfy(
            layer ->
                assertThat(layer.skippable())
                    .as("layer %d", layer.index())
                    .isEqualTo(!FIRST_OF_GROUPS.contains(layer.index())));
  }

  @Test
  void layer13HasStrideOneAndStillCantBeSkipped() {
    Layer layer = paper.allLayers().get(13);
    assertThat(layer.block()).isEqualTo(new MbConv(5, 1, 6, 80, 96, false));
    assertThat(layer.skippable()).isFalse();
    List<Operation> operations = Spaces.all(paper, Operation.K3_E3);
    operations.set(12, Operation.SKIP);
    assertRefused(() -> Architecture.of(paper, operations), "layer 13", "first of its group");
  }

  @Test
  void skippableLayersKeepTheShape() {
    assertThat(paper.searchable())
        .filteredOn(Layer::skippable)
        .allSatisfy(
            layer -> {
              assertThat(layer.block().stride()).isOne();
              assertThat(layer.block().inChannels()).isEqualTo(layer.block().outChannels());
              assertThat(layer.block().residual()).isTrue();
            });
  }

  @Test
  void supernetHasTheSizeAndWorkOfThePapers() {
    NetworkStatistics supernet = NetworkStatistics.of(paper.supernet());
    assertThat(supernet.parameters()).isEqualTo(4_833_768);
    assertThat(supernet.multiplyAdds() / 1e9).isCloseTo(0.525, within(0.0005));
  }

  @Test
  void widthScalesStemAndBlocksButNotTheHead() {
    SearchSpace half = Spaces.paper("model.width=0.5");
    assertThat(half.supernet().stemChannels()).isEqualTo(16);
    assertThat(half.supernet().headChannels()).isEqualTo(1280);
    assertThat(half.allLayers().get(21).block().outChannels()).isEqualTo(160);
    for (int l = 1; l < 22; l++) {
      assertThat(half.allLayers().get(l).block().inChannels())
          .isEqualTo(half.allLayers().get(l - 1).block().outChannels());
    }
  }

  @Test
  void otherDepthsAndStridesWork() {
    SearchSpace space =
        Spaces.small(
            "r1_k3_s11_e1_i16_o8_noskip",
            "r2_k5_s33_e6_i8_o16",
            "r5_k5_s11_e6_i16_o16",
            "r2_k3_s22_e6_i16_o24");
    assertThat(space.allLayers()).hasSize(10);
    assertThat(space.searchable().stream().map(Layer::index)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(space.searchable().stream().filter(layer -> !layer.skippable()).map(Layer::index))
        .containsExactly(1, 3);
    assertThat(space.allLayers().get(1).block().stride()).isEqualTo(3);
    assertThat(space.supernet().stemStride()).isOne();
  }

  @Test
  void blocksThatDontFitTogetherAreRefusedWithBoth() {
    assertRefused(
        () -> Spaces.small("r1_k5_s11_e6_i16_o24", "r1_k5_s11_e6_i32_o40"),
        "model.blocks",
        "r1_k5_s11_e6_i32_o40 takes 32 channels",
        "r1_k5_s11_e6_i16_o24 gives 24");
    assertRefused(
        () -> Spaces.paper("model.stem-channels=24"),
        "takes 32 channels",
        "model.stem-channels gives 24");
  }

  @Test
  void tooSmallAnInputIsRefused() {
    assertThat(Spaces.paper("input.size=32").inputSize()).isEqualTo(32);
    assertRefused(
        () -> Spaces.paper("input.size=31"), "by 32", "input.size = 31", "at least 32 pixels");
  }

  @Test
  void stridesWhoseProductOverflowsAreRefused() {
    String[] blocks = new String[22];
    Arrays.fill(blocks, "r1_k5_s88_e6_i16_o16");
    assertRefused(() -> Spaces.small(blocks), "input.size = 32");
  }

  @Test
  void nothingToSearchIsRefused() {
    assertRefused(() -> Spaces.small("r1_k3_s11_e6_i16_o16"), "Nothing to search", "k5 and e6");
  }

  @Test
  void invalidBlockStringIsRefused() {
    assertRefused(() -> Spaces.paper("model.blocks=[\"r1_k3\"]"), "Invalid block string: r1_k3");
  }
}
