package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Settings;
import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predicted native memory against what a compiled network has really allocated. */
class NetworkMemoryTest {
  private static void assertExact(NetworkShape shape, int batch, int threads) {
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = new float[layout.parameters()];
    float[] statistics = new float[layout.statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network = Network.compile(shape, batch, threads, 1e-3, buffers)) {
      assertThat(memory(shape, batch, threads).nativeBytes()).isEqualTo(network.nativeBytes());
    }
    try (InferenceNetwork network =
        InferenceNetwork.compile(shape, batch, threads, 1e-3, weights, statistics)) {
      assertThat((double) memory(shape, batch, threads).evaluationBytes())
          .isBetween(1.0 * network.nativeBytes(), 1.2 * network.nativeBytes() + 100_000);
    }
    assertThat(NetworkMemory.of(shape, batch, threads).nativeBytes())
        .isGreaterThanOrEqualTo(memory(shape, batch, threads).nativeBytes());
  }

  private static NetworkMemory memory(NetworkShape shape, int batch, int threads) {
    return NetworkMemory.of(MultiPathShape.of(shape), PathMemory.ALL, batch, threads, Lanes.BLOCK);
  }

  @ParameterizedTest
  @CsvSource({"32,1,1", "32,7,2", "64,16,1", "64,16,3", "96,9,2", "224,2,1"})
  void isWhatTheSupernetAllocates(int size, int batch, int threads) {
    Settings settings = Settings.load(Optional.empty(), List.of("input.size=" + size));
    assertExact(SearchSpace.of(settings.input(), settings.model()).supernet(), batch, threads);
  }

  @ParameterizedTest
  @CsvSource({"17,5,2", "33,64,2", "48,3,4"})
  void isWhatOddNetworksAllocate(int size, int batch, int threads) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 12, 12, true),
            new MbConv(7, 2, 3, 12, 20, false),
            new MbConv(5, 1, 1, 20, 20, true),
            new MbConv(3, 1, 6, 20, 20, true));
    assertExact(new NetworkShape(size, 12, 2, blocks, 50, 11, Activation.RELU6), batch, threads);
  }

  private static void assertExact(MultiPathShape shape, PathMemory memory, int batch, int threads) {
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = new float[layout.parameters()];
    float[] statistics = new float[layout.statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network = Network.compile(shape, memory, batch, threads, 1e-3, buffers)) {
      assertThat(NetworkMemory.of(shape, memory, batch, threads, Lanes.BLOCK).nativeBytes())
          .isEqualTo(network.nativeBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({"32,ALL,3,2", "32,ONE,7,1", "96,ONE,9,2", "64,ALL,5,1"})
  void isWhatMultiPathSupernetsAllocate(int size, PathMemory memory, int batch, int threads) {
    Settings settings = Settings.load(Optional.empty(), List.of("input.size=" + size));
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    assertExact(space.multiPath(), memory, batch, threads);
  }

  @ParameterizedTest
  @CsvSource({"13,ALL,3,2", "13,ONE,5,1", "48,ONE,4,3"})
  void isWhatSmallMultiPathNetworksAllocate(int size, PathMemory memory, int batch, int threads) {
    assertExact(MultiPathCase.shape(size), memory, batch, threads);
    assertExact(MultiPathCase.unevenShape(size), memory, batch, threads);
  }

  /** The paper's supernet at 224 px: a path at a time takes little more than the largest path. */
  @Test
  void oneOfManyPathsTakesLittleMoreThanASinglePath() {
    Settings settings = Settings.load(Optional.empty(), List.of());
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    double single = NetworkMemory.of(space.supernet(), 64, 2).nativeBytes();
    MultiPathShape paths = space.multiPath();
    assertThat(NetworkMemory.of(paths, PathMemory.ONE, 64, 2).nativeBytes() / single)
        .isBetween(1.0, 1.15);
    assertThat(NetworkMemory.of(paths, PathMemory.ALL, 64, 2).nativeBytes() / single)
        .isBetween(2.0, 3.0);
  }
}
