package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private final SearchSpace paper = Spaces.paper();

  @Test
  void largestChoiceIsTheSupernet() {
    assertThat(Architecture.of(paper, Spaces.all(paper, Operation.K5_E6)).network())
        .isEqualTo(paper.supernet());
  }

  @Test
  void everyLayerGetsKernelAndExpansionOfItsOperation() {
    List<Operation> operations = Spaces.mixed(paper);
    List<MbConv> blocks = Architecture.of(paper, operations).network().blocks();
    int next = 1;
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      if (operation == Operation.SKIP) {
        continue;
      }
      MbConv largest = paper.searchable().get(i).block();
      assertThat(blocks.get(next++))
          .isEqualTo(
              new MbConv(
                  operation.kernel(),
                  largest.stride(),
                  operation.expansion(),
                  largest.inChannels(),
                  largest.outChannels(),
                  largest.residual()));
    }
    assertThat(blocks).hasSize(next + 1);
  }

  @Test
  void skippedLayersAreLeftOut() {
    List<Operation> operations = Spaces.all(paper, Operation.K3_E3);
    operations.set(1, Operation.SKIP);
    operations.set(19, Operation.SKIP);
    assertThat(Architecture.of(paper, operations).network().blocks()).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 9, 13, 17})
  void skipOfAGroupsFirstLayerIsRefused(int layer) {
    List<Operation> operations = Spaces.all(paper, Operation.K3_E3);
    operations.set(layer - 1, Operation.SKIP);
    assertThatThrownBy(() -> Architecture.of(paper, operations))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot skip layer " + layer + ",");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 19, 21})
  void wrongNumberOfOperationsIsRefused(int count) {
    List<Operation> operations = Collections.nCopies(count, Operation.K3_E3);
    assertThatThrownBy(() -> Architecture.of(paper, operations))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(count + " operations", "20 searchable layers");
  }

  @Test
  void blockStringsOfTheSupernetAreTheSpaces() {
    assertThat(Architecture.of(paper, Spaces.all(paper, Operation.K5_E6)).blockStrings())
        .isEqualTo(
            paper.blockStrings().stream().map(ArchitectureTest::withoutNeedlessNoskip).toList());
  }

  /** Where shapes differ, there is no residual connection to leave out. */
  private static String withoutNeedlessNoskip(String block) {
    BlockString parsed = BlockString.parse(block);
    return parsed.inChannels() == parsed.outChannels() ? block : block.replace("_noskip", "");
  }

  @Test
  void blockStringsDescribeTheFoundNetwork() {
    Architecture found =
        SpaceFit.fit(paper, NamedNetworks.named("single-path-nas"), "single-path-nas");
    assertThat(found.blockStrings())
        .containsExactly(
            "r1_k3_s11_e1_i32_o16",
            "r3_k3_s22_e3_i16_o24",
            "r1_k5_s22_e6_i24_o40",
            "r3_k3_s11_e3_i40_o40",
            "r1_k5_s22_e6_i40_o80",
            "r3_k3_s11_e3_i80_o80",
            "r1_k5_s11_e6_i80_o96",
            "r3_k5_s11_e3_i96_o96",
            "r4_k5_s22_e6_i96_o192",
            "r1_k3_s11_e6_i192_o320");
  }

  @Test
  void blockStringsGiveTheNetworksBlocksBack() {
    for (String width : new String[] {"0.5", "1", "1.4"}) {
      SearchSpace space = Spaces.paper("model.width=" + width);
      Architecture architecture = Architecture.of(space, Spaces.mixed(space));
      assertThat(architecture.blockStrings().stream().flatMap(ArchitectureTest::blocks))
          .containsExactlyElementsOf(architecture.network().blocks());
    }
  }

  private static Stream<MbConv> blocks(String text) {
    BlockString group = BlockString.parse(text);
    return IntStream.range(0, group.repeats()).mapToObj(i -> group.block(i));
  }

  @Test
  void equalChoicesInEqualSpacesAreEqual() {
    Architecture one = Architecture.of(paper, Spaces.mixed(paper));
    assertThat(one).isEqualTo(Architecture.of(Spaces.paper(), Spaces.mixed(paper)));
    assertThat(one).hasSameHashCodeAs(Architecture.of(Spaces.paper(), Spaces.mixed(paper)));
    assertThat(one).isNotEqualTo(Architecture.of(paper, Spaces.all(paper, Operation.K3_E3)));
  }
}
