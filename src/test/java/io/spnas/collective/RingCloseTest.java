package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingCloseTest {
  private static final RingSettings SETTINGS = RingSettings.of("close", Duration.ofSeconds(10));
  private static final Duration EVENT_LOOPS_END = Duration.ofSeconds(10);

  @Test
  void isPromptAndLeavesNoThread() throws Exception {
    Set<Thread> before = ringThreads();
    RingCluster cluster = RingCluster.open(3, SETTINGS);
    cluster.sum(List.of(new float[100], new float[100], new float[100]));
    Set<Thread> started = ringThreads();
    started.removeAll(before);
    assertThat(started)
        .isNotEmpty()
        .allSatisfy(thread -> assertThat(thread.isDaemon()).as(thread.getName()).isTrue());

    long start = System.nanoTime();
    cluster.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(endWithin(started, EVENT_LOOPS_END)).isTrue();
  }

  @Test
  void ofAServerThatNeverConnectedLeavesNoThread() throws Exception {
    Set<Thread> before = ringThreads();
    RingServer server = RingServer.bind(RingCluster.HOST, SETTINGS, Optional.empty());
    Set<Thread> started = ringThreads();
    started.removeAll(before);
    server.close();
    assertThat(endWithin(started, EVENT_LOOPS_END)).isTrue();
  }

  @Test
  void canBeCalledAgain() throws Exception {
    RingCluster cluster = RingCluster.open(2, SETTINGS);
    cluster.ring(0).close();
    cluster.ring(0).close();
    cluster.close();
    cluster.close();
  }

  @Test
  void rightAfterTheLastSumHurtsNobody() throws Exception {
    for (int round = 0; round < 30; round++) {
      int worldSize = 2 + round % 3;
      try (RingCluster cluster = RingCluster.open(worldSize, SETTINGS.withChunkBytes(256))) {
        List<CompletableFuture<float[]>> ranks =
            IntStream.range(0, worldSize)
                .mapToObj(rank -> RingCluster.start(() -> sumAndClose(cluster.ring(rank))))
                .toList();
        for (var rank : ranks) {
          assertThat(rank.get()).containsOnly(worldSize);
        }
      }
    }
  }

  private static float[] sumAndClose(RingAllReduce ring) throws Exception {
    try (ring) {
      float[] buffer = new float[10_000];
      Arrays.fill(buffer, 1f);
      ring.sum(buffer, buffer.length);
      return buffer;
    }
  }

  private static Set<Thread> ringThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ring-"))
        .collect(Collectors.toSet());
  }

  private static boolean endWithin(Set<Thread> threads, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
