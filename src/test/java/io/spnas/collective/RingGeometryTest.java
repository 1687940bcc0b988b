package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingGeometry.Range;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RingGeometryTest {
  private static final int CHUNK_BYTES = 64;

  static Stream<Arguments> shapes() {
    return Stream.of(1, 2, 3, 4, 7)
        .flatMap(w -> Stream.of(0, 1, w - 1, w, 17, 64, 1001).map(n -> Arguments.of(w, n)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void neighboursAgreeOnEveryChunk(int worldSize, int length) {
    for (int rank = 0; rank < worldSize; rank++) {
      RingGeometry here = geometry(rank, worldSize, length);
      RingGeometry there = geometry((rank + 1) % worldSize, worldSize, length);
      assertThat(there.total()).isEqualTo(here.total());
      for (int i = 0; i < here.total(); i++) {
        assertThat(there.received(i)).isEqualTo(here.sent(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatIsForwardedIsWhatWasReceived(int worldSize, int length) {
    RingGeometry geometry = geometry(worldSize / 2, worldSize, length);
    for (int i = 0; i < geometry.total(); i++) {
      if (geometry.forwards(i)) {
        assertThat(geometry.sent(i + geometry.chunks())).isEqualTo(geometry.received(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyFloatIsAddedAndReplacedOnAllRanksButOne(int worldSize, int length) {
    int[] added = new int[length];
    int[] replaced = new int[length];
    for (int rank = 0; rank < worldSize; rank++) {
      RingGeometry geometry = geometry(rank, worldSize, length);
      for (int i = 0; i < geometry.total(); i++) {
        Range range = geometry.received(i);
        int[] counts = geometry.adds(i) ? added : replaced;
        IntStream.range(range.from(), range.to()).forEach(j -> counts[j]++);
      }
    }
    int[] expected = new int[length];
    Arrays.fill(expected, worldSize - 1);
    assertThat(added).isEqualTo(expected);
    assertThat(replaced).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void noChunkIsLongerThanAllowed(int worldSize, int length) {
    RingGeometry geometry = geometry(0, worldSize, length);
    for (int i = 0; i < geometry.total(); i++) {
      assertThat(geometry.sent(i).bytes()).isBetween(0, CHUNK_BYTES);
    }
  }

  private static RingGeometry geometry(int rank, int worldSize, int length) {
    return new RingGeometry(rank, worldSize, length, CHUNK_BYTES);
  }
}
