package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceFitTest {
  private final SearchSpace space = Spaces.paper();

  @Test
  void papersNetworkFits() {
    NetworkShape network = NamedNetworks.named("single-path-nas");
    Architecture architecture = SpaceFit.fit(space, network, "single-path-nas");
    assertThat(architecture.network()).isEqualTo(network);
    assertThat(architecture.operations().stream().map(Operation::label))
        .containsExactly(
            "3x3-3", "3x3-3", "3x3-3", "skip", "5x5-6", "3x3-3", "3x3-3", "3x3-3", "5x5-6", "3x3-3",
            "3x3-3", "3x3-3", "5x5-6", "5x5-3", "5x5-3", "5x5-3", "5x5-6", "5x5-6", "5x5-6",
            "5x5-6");
  }

  @Test
  void mnasnetLiesInTheSpaceWithShorterGroups() {
    NetworkShape network = NamedNetworks.named("mnasnet-b1");
    Architecture architecture = SpaceFit.fit(space, network, "mnasnet-b1");
    assertThat(architecture.network()).isEqualTo(network);
    assertThat(architecture.operations().stream().filter(Operation.SKIP::equals)).hasSize(5);
  }

  @Test
  void everyChoiceThatSkipsAtTheEndOfGroupsComesBack() {
    List<Operation> operations = Spaces.all(space, Operation.K5_E3);
    operations.set(2, Operation.SKIP);
    operations.set(3, Operation.SKIP);
    operations.set(19, Operation.SKIP);
    Architecture architecture = Architecture.of(space, operations);
    assertThat(SpaceFit.fit(space, architecture.network(), "made")).isEqualTo(architecture);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v2, 'activation RELU6, expected RELU'",
    "proxyless-mobile, 'activation RELU6, expected RELU'",
    "fbnet-c, 'stem channels 16, expected 32'"
  })
  void otherStemHeadOrActivationIsRefused(String name, String part) {
    assertThatThrownBy(() -> SpaceFit.fit(space, NamedNetworks.named(name), name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(name, part);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v2, 'block 3 is r1_k3_s22_e6_i24_o32'",
    "proxyless-mobile, 'block 1 is r1_k5_s22_e3_i16_o32'"
  })
  void aBlockWithoutAPlaceIsNamed(String name, String block) {
    NetworkShape network = NamedNetworks.named(name);
    NetworkShape relu =
        new NetworkShape(
            network.inputSize(),
            network.stemChannels(),
            network.stemStride(),
            network.blocks(),
            network.headChannels(),
            network.classes(),
            NetworkShape.Activation.RELU);
    assertThatThrownBy(() -> SpaceFit.fit(space, relu, name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(name, block);
  }

  @Test
  void anotherKernelOrExpansionIsNamed() {
    NetworkShape paper = NamedNetworks.named("single-path-nas");
    List<MbConv> blocks = new ArrayList<>(paper.blocks());
    blocks.set(4, new MbConv(7, 2, 6, 24, 40, false));
    assertThatThrownBy(() -> SpaceFit.fit(space, space.shape(blocks), "mine"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("mine", "block 4 is r1_k7_s22_e6_i24_o40", "layer 5");
  }

  @Test
  void missingAndSurplusBlocksAreRefused() {
    List<MbConv> blocks = NamedNetworks.named("single-path-nas").blocks();
    assertThatThrownBy(() -> SpaceFit.fit(space, space.shape(blocks.subList(0, 20)), "short"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("short", "missing", "layer 21");
    List<MbConv> surplus = new ArrayList<>(blocks);
    surplus.add(new MbConv(3, 1, 6, 320, 320, true));
    assertThatThrownBy(() -> SpaceFit.fit(space, space.shape(surplus), "long"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("long", "22 blocks, 21 found a place");
  }
}
