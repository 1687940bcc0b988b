package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingCluster.Failure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two ranks in JVMs of their own. */
class RingProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final RingSettings SETTINGS = RingSettings.of("process", TIMEOUT);
  private static final int LENGTH = 500_000;

  @Test
  void theSurvivorOfAKilledRankNamesIt() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherRank.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (RingServer server = RingServer.bind(RingCluster.HOST, SETTINGS, Optional.empty());
        BufferedReader from = process.inputReader();
        PrintStream to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String other = from.readLine();
      to.println(server.address());
      RingAllReduce ring = server.connect(0, List.of(server.address(), other));
      CountDownLatch underWay = new CountDownLatch(10);
      CompletableFuture<Void> summing =
          RingCluster.start(
              () -> {
                while (true) {
                  ring.sum(new float[LENGTH], LENGTH);
                  underWay.countDown();
                }
              });
      underWay.await();
      assertThat(summing).isNotDone();
      process.destroyForcibly();
      Failure failure = RingCluster.failureOf(summing);
      assertThat(failure.waited()).isLessThan(TIMEOUT);
      assertThat(failure.exception().failedRank()).hasValue(1);
      assertThat(failure.message()).contains("lost the connection to rank 1 (" + other + ")");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Rank 1: tells its address, hears rank 0's, and sums for ever. */
  static final class OtherRank {
    public static void main(String[] args) throws Exception {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
      try (RingServer server = RingServer.bind(RingCluster.HOST, SETTINGS, Optional.empty())) {
        System.out.println(server.address());
        RingAllReduce ring = server.connect(1, List.of(in.readLine(), server.address()));
        while (true) {
          ring.sum(new float[LENGTH], LENGTH);
        }
      }
    }
  }
}
