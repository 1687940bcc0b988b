package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.collective.RingCluster.Failure;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure in one rank ends all ranks promptly, each with a line that names the culprit. */
class RingFailureTest {
  private static final int LENGTH = 100_000;
  private static final RingSettings PATIENT = RingSettings.of("failure", Duration.ofSeconds(20));
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final RingSettings HASTY = RingSettings.of("failure", TIMEOUT);
  private static final Duration PROMPT = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void aSilentRankIsNamedByAllOthersWithinTheDeadline(int worldSize) throws Exception {
    int silent = worldSize - 1;
    try (RingCluster cluster = RingCluster.open(worldSize, HASTY)) {
      for (Failure failure : failuresOfAllBut(cluster, worldSize, silent)) {
        assertThat(failure.waited()).isLessThan(TIMEOUT.multipliedBy(5).dividedBy(4).plus(PROMPT));
        assertThat(failure.exception().failedRank()).hasValue(silent);
        assertThat(failure.message())
            .contains("timeout in all-reduce 1, after waiting 1.")
            .contains(cluster.name(silent) + " to begin it")
            .doesNotContain("\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void aRankThatLeavesIsNamedByAllOthersAtOnce(int worldSize) throws Exception {
    int leaver = worldSize / 2;
    try (RingCluster cluster = RingCluster.open(worldSize, PATIENT)) {
      List<CompletableFuture<float[]>> others = sumOnAllBut(cluster, worldSize, leaver);
      Thread.sleep(50);
      cluster.ring(leaver).close();
      for (var other : others) {
        Failure failure = RingCluster.failureOf(other);
        assertThat(failure.waited()).isLessThan(PROMPT);
        assertThat(failure.exception().failedRank()).hasValue(leaver);
        assertThat(failure.message()).contains(cluster.name(leaver) + " has closed the ring");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void aRankThatVanishesInTheMiddleOfItsDataIsNamedByAllOthersAtOnce(int worldSize)
      throws Exception {
    List<RingServer> servers = RingCluster.bind(worldSize - 1, PATIENT, Optional.empty());
    try (FakeNeighbour fake = new FakeNeighbour(PATIENT)) {
      List<String> addresses = new ArrayList<>(servers.stream().map(RingServer::address).toList());
      addresses.add(fake.address());
      List<CompletableFuture<RingAllReduce>> rings = new ArrayList<>();
      for (int rank = 0; rank < worldSize - 1; rank++) {
        int self = rank;
        rings.add(RingCluster.start(() -> servers.get(self).connect(self, addresses)));
      }
      fake.join(worldSize - 1, addresses, PATIENT);
      List<CompletableFuture<float[]>> sums = new ArrayList<>();
      for (var connecting : rings) {
        RingAllReduce ring = connecting.get();
        sums.add(
            RingCluster.start(
                () -> {
                  ring.sum(new float[LENGTH], LENGTH);
                  return null;
                }));
      }
      fake.begin(1, LENGTH);
      Thread.sleep(100);
      fake.close();
      for (var sum : sums) {
        Failure failure = RingCluster.failureOf(sum);
        assertThat(failure.waited()).isLessThan(PROMPT);
        assertThat(failure.exception().failedRank()).hasValue(worldSize - 1);
        assertThat(failure.message())
            .contains("lost the connection to rank " + (worldSize - 1) + " (" + fake.address());
      }
    } finally {
      servers.forEach(RingServer::close);
    }
  }

  @Test
  void anotherLengthIsReportedByAllRanks() throws Exception {
    try (RingCluster cluster = RingCluster.open(4, PATIENT)) {
      List<CompletableFuture<float[]>> sums = new ArrayList<>();
      for (int rank = 0; rank < 4; rank++) {
        sums.add(cluster.startSum(rank, new float[rank == 2 ? 101 : 100]));
      }
      for (var sum : sums) {
        Failure failure = RingCluster.failureOf(sum);
        assertThat(failure.waited()).isLessThan(PROMPT);
        assertThat(failure.message())
            .contains(cluster.name(2) + " sums 101 floats")
            .contains(" sums 100 floats");
      }
    }
  }

  @Test
  void anInterruptEndsTheWaitingRankAtOnceAndTheOthersToo() throws Exception {
    try (RingCluster cluster = RingCluster.open(4, PATIENT)) {
      AtomicReference<Thread> waiting = new AtomicReference<>();
      CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
      CompletableFuture<float[]> first =
          RingCluster.start(
              () -> {
                waiting.set(Thread.currentThread());
                try {
                  cluster.ring(0).sum(new float[LENGTH], LENGTH);
                  return null;
                } finally {
                  interruptedAfter.complete(Thread.currentThread().isInterrupted());
                }
              });
      List<CompletableFuture<float[]>> others =
          List.of(cluster.startSum(1, new float[LENGTH]), cluster.startSum(2, new float[LENGTH]));
      Thread.sleep(100);
      waiting.get().interrupt();
      Failure own = RingCluster.failureOf(first);
      assertThat(own.waited()).isLessThan(Duration.ofMillis(500));
      assertThat(own.exception()).hasCauseInstanceOf(InterruptedException.class);
      assertThat(interruptedAfter.get()).isTrue();
      for (var other : others) {
        Failure failure = RingCluster.failureOf(other);
        assertThat(failure.waited()).isLessThan(PROMPT);
        assertThat(failure.exception().failedRank()).hasValue(0);
        assertThat(failure.message())
            .contains("told by " + cluster.name(0))
            .contains("was interrupted in all-reduce 1, after waiting");
      }
    }
  }

  @Test
  void closingFromAnotherThreadEndsTheWaitingRank() throws Exception {
    try (RingCluster cluster = RingCluster.open(2, PATIENT)) {
      CompletableFuture<float[]> sum = cluster.startSum(0, new float[LENGTH]);
      Thread.sleep(50);
      cluster.ring(0).close();
      assertThat(RingCluster.failureOf(sum).message()).contains("this rank has closed the ring");
    }
  }

  @Test
  void aRingThatHasFailedStaysFailed() throws Exception {
    try (RingCluster cluster = RingCluster.open(2, HASTY)) {
      String first = RingCluster.failureOf(cluster.startSum(0, new float[1])).message();
      assertThatThrownBy(() -> cluster.ring(0).sum(new float[1], 1))
          .isInstanceOf(CollectiveException.class)
          .hasMessage(first);
      assertThatThrownBy(() -> cluster.ring(1).sum(new float[1], 1))
          .isInstanceOf(CollectiveException.class)
          .hasMessageContaining("told by " + cluster.name(0));
    }
  }

  @Test
  void theBufferIsLeftAloneAfterAFailure() throws Exception {
    int worldSize = 3;
    try (RingCluster cluster = RingCluster.open(worldSize, PATIENT.withChunkBytes(1024))) {
      float[] buffer = new float[4_000_000];
      CompletableFuture<float[]> first = cluster.startSum(0, buffer);
      CompletableFuture<float[]> second = cluster.startSum(1, new float[buffer.length]);
      CompletableFuture<float[]> third = cluster.startSum(2, new float[buffer.length]);
      Thread.sleep(5);
      cluster.ring(1).close();
      RingCluster.failureOf(first);
      float[] then = buffer.clone();
      RingCluster.failureOf(second);
      RingCluster.failureOf(third);
      assertThat(buffer).isEqualTo(then);
    }
  }

  @Test
  void aRankThatNeverConnectsIsNamed() throws Exception {
    List<RingServer> servers = RingCluster.bind(3, HASTY, Optional.empty());
    try {
      List<String> addresses = servers.stream().map(RingServer::address).toList();
      List<CompletableFuture<RingAllReduce>> connecting =
          List.of(
              RingCluster.start(() -> servers.get(0).connect(0, addresses)),
              RingCluster.start(() -> servers.get(1).connect(1, addresses)));
      for (var future : connecting) {
        Failure failure = RingCluster.failureOf(future);
        assertThat(failure.waited()).isLessThan(TIMEOUT.plus(PROMPT));
        assertThat(failure.exception().failedRank()).hasValue(2);
        assertThat(failure.message())
            // Both ends give up after the same time: its own deadline or the other's comes first.
            .containsPattern(
                "(timeout|lost the connection .*) while connecting, after waiting 1\\.")
            .contains("rank 2 (" + addresses.get(2) + ")");
      }
    } finally {
      servers.forEach(RingServer::close);
    }
  }

  @Test
  void anAddressWhereNobodyListensIsNamedAtOnce() throws Exception {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    try (RingServer server = RingServer.bind(RingCluster.HOST, PATIENT, Optional.empty())) {
      List<String> addresses = List.of(server.address(), RingCluster.HOST + ":" + freePort);
      Failure failure =
          RingCluster.failureOf(RingCluster.start(() -> server.connect(0, addresses)));
      assertThat(failure.waited()).isLessThan(PROMPT);
      assertThat(failure.message())
          .contains("cannot connect to rank 1 (" + addresses.get(1) + "): Connection refused");
    }
  }

  @Test
  void ranksOfDifferentRunsRefuseEachOther() throws Exception {
    RingSettings other = RingSettings.of("another run", PATIENT.timeout());
    try (RingServer first = RingServer.bind(RingCluster.HOST, PATIENT, Optional.empty());
        RingServer second = RingServer.bind(RingCluster.HOST, other, Optional.empty())) {
      List<String> addresses = List.of(first.address(), second.address());
      assertRefused(first, second, addresses, addresses, "another run");
    }
  }

  @Test
  void ranksWithDifferentWorldSizesRefuseEachOther() throws Exception {
    try (RingServer first = RingServer.bind(RingCluster.HOST, PATIENT, Optional.empty());
        RingServer second = RingServer.bind(RingCluster.HOST, PATIENT, Optional.empty())) {
      List<String> two = List.of(first.address(), second.address());
      List<String> three = List.of(first.address(), second.address(), first.address());
      assertRefused(first, second, two, three, "world size ");
    }
  }

  private static void assertRefused(
      RingServer first,
      RingServer second,
      List<String> ofFirst,
      List<String> ofSecond,
      String why) {
    CompletableFuture<RingAllReduce> connecting =
        RingCluster.start(() -> second.connect(1, ofSecond));
    Failure one = RingCluster.failureOf(RingCluster.start(() -> first.connect(0, ofFirst)));
    Failure other = RingCluster.failureOf(connecting);
    assertThat(one.waited()).isLessThan(PROMPT);
    assertThat(other.waited()).isLessThan(PROMPT);
    assertThat(one.message()).contains("rank 1 (" + second.address() + ")");
    assertThat(other.message()).contains("(" + first.address() + ")");
    // Whoever is refused first may hang up before the other is answered.
    assertThat(one.message() + other.message()).contains(" refuses this rank: " + why);
  }

  private static List<Failure> failuresOfAllBut(RingCluster cluster, int worldSize, int idle) {
    return sumOnAllBut(cluster, worldSize, idle).stream().map(RingCluster::failureOf).toList();
  }

  private static List<CompletableFuture<float[]>> sumOnAllBut(
      RingCluster cluster, int worldSize, int idle) {
    List<CompletableFuture<float[]>> sums = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      if (rank != idle) {
        sums.add(cluster.startSum(rank, new float[LENGTH]));
      }
    }
    return sums;
  }
}
