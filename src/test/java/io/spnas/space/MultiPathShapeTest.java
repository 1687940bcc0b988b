package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiPathShapeTest {
  private static final SearchSpace PAPER = Spaces.paper();

  @Test
  void aSearchableLayerHasAPathForEachOperationButTheSkip() {
    MultiPathShape paths = PAPER.multiPath();
    assertThat(paths.depth()).isEqualTo(22);
    for (Layer layer : PAPER.allLayers()) {
      List<MbConv> found = paths.layers().get(layer.index());
      assertThat(paths.mixed(layer.index())).isEqualTo(layer.searchable());
      if (layer.searchable()) {
        assertThat(found).extracting(MbConv::kernel).containsExactly(3, 3, 5, 5);
        assertThat(found).extracting(MbConv::expansion).containsExactly(3, 6, 3, 6);
      } else {
        assertThat(found).containsExactly(layer.block());
      }
    }
  }

  @Test
  void aPathOfEachLayerIsTheNetworkOfTheseOperations() {
    List<Operation> operations = Spaces.mixed(PAPER);
    List<Integer> paths = new ArrayList<>();
    int next = 0;
    for (Layer layer : PAPER.allLayers()) {
      paths.add(layer.searchable() ? operations.get(next++).ordinal() - 1 : 0);
    }
    assertThat(PAPER.multiPath().network(paths))
        .isEqualTo(Architecture.of(PAPER, operations).network());
  }

  @Test
  void aNetworkHasOnePathInEachLayer() {
    NetworkShape network = PAPER.supernet();
    MultiPathShape paths = MultiPathShape.of(network);
    assertThat(paths.layers()).allSatisfy(layer -> assertThat(layer).hasSize(1));
    assertThat(paths.frame()).isEqualTo(network);
  }

  private static MultiPathShape with(MbConv path) {
    MbConv block = new MbConv(5, 1, 6, 16, 16, true);
    NetworkShape frame =
        new NetworkShape(32, 16, 1, List.of(block), 64, 10, NetworkShape.Activation.RELU);
    return new MultiPathShape(frame, List.of(List.of(block, path)));
  }

  @Test
  void pathsThatAreNoAlternativesAreRefused() {
    List<MbConv> others =
        List.of(
            new MbConv(3, 2, 6, 16, 16, true),
            new MbConv(3, 1, 6, 8, 16, true),
            new MbConv(3, 1, 6, 16, 24, true),
            new MbConv(3, 1, 6, 16, 16, false));
    for (MbConv other : others) {
      assertThatThrownBy(() -> with(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Layer 0 has the path " + other + ", expected channels");
    }
    assertThat(with(new MbConv(7, 1, 1, 16, 16, true)).mixed(0)).isTrue();
  }

  @Test
  void layersWithoutPathsAreRefused() {
    NetworkShape frame = PAPER.supernet();
    assertThatThrownBy(() -> new MultiPathShape(frame, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Paths of 0 layers, expected those of 22");
    List<List<MbConv>> empty = new ArrayList<>(MultiPathShape.of(frame).layers());
    empty.set(3, List.of());
    assertThatThrownBy(() -> new MultiPathShape(frame, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No path in layer 3, expected one at least");
  }
}
