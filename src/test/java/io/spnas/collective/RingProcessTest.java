package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks in JVMs of their own, of which one fails in the middle of its sums. */
class RingProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LATEST = TIMEOUT.multipliedBy(5).dividedBy(4);
  private static final Duration SLACK = Duration.ofSeconds(2);
  private static final int LENGTH = 500_000;

  /** Rings that one rank is frozen in, one after the other: -Dring.freezes=20 for many. */
  private static final int FREEZES = Integer.getInteger("ring.freezes", 4);

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aFrozenRankIsNamedByAllOthers(int worldSize) throws Exception {
    Random random = new Random(worldSize);
    try (Ranks ranks = Ranks.start(worldSize)) {
      for (int freeze = 0; freeze < FREEZES; freeze++) {
        ranks.connect();
        int frozen = random.nextInt(worldSize);
        Thread.sleep(50 + random.nextInt(100));
        ranks.signal(frozen, "STOP");
        try {
          for (RankProcess other : ranks.allBut(frozen)) {
            Ended ended = other.ended();
            assertThat(ended.failedRank()).as("freeze %d: %s", freeze, ended).isEqualTo(frozen);
            assertThat(ended.message()).contains("no sign of life from rank " + frozen + " (");
            assertThat(ended.waited()).isLessThan(LATEST.plus(SLACK));
          }
        } finally {
          ranks.signal(frozen, "CONT");
        }
        ranks.get(frozen).ended();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void aKilledRankIsNamedByAllOthersAtOnce(int worldSize) throws Exception {
    try (Ranks ranks = Ranks.start(worldSize)) {
      ranks.connect();
      int killed = worldSize - 1;
      Thread.sleep(100);
      ranks.signal(killed, "KILL");
      for (RankProcess other : ranks.allBut(killed)) {
        Ended ended = other.ended();
        assertThat(ended.failedRank()).as("%s", ended).isEqualTo(killed);
        assertThat(ended.message()).contains("lost the connection to rank " + killed + " (");
        assertThat(ended.waited()).isLessThan(TIMEOUT);
      }
    }
  }

  /** How a rank's ring ended, and how long its last all-reduce took until then. */
  private record Ended(int failedRank, Duration waited, String message) {}

  private static final class Ranks implements AutoCloseable {
    private final List<RankProcess> all = new ArrayList<>();

    static Ranks start(int worldSize) throws IOException {
      Ranks ranks = new Ranks();
      for (int rank = 0; rank < worldSize; rank++) {
        ranks.all.add(new RankProcess(rank));
      }
      return ranks;
    }

    /** Returns when all ranks are in a new ring and sum. */
    void connect() throws IOException {
      List<String> addresses = new ArrayList<>();
      for (RankProcess rank : all) {
        addresses.add(rank.expect("at "));
      }
      all.forEach(rank -> rank.tell(String.join(" ", addresses)));
      for (RankProcess rank : all) {
        rank.expect("summing");
      }
    }

    RankProcess get(int rank) {
      return all.get(rank);
    }

    List<RankProcess> allBut(int rank) {
      List<RankProcess> others = new ArrayList<>(all);
      others.remove(rank);
      return others;
    }

    void signal(int rank, String name) throws Exception {
      String pid = Long.toString(all.get(rank).process.pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    @Override
    public void close() {
      all.forEach(rank -> rank.process.destroyForcibly());
    }
  }

  private static final class RankProcess {
    private final Process process;
    private final BufferedReader from;
    private final PrintStream to;

    RankProcess(int rank) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Rank.class.getName(),
                  Integer.toString(rank))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      from = process.inputReader(StandardCharsets.UTF_8);
      to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    void tell(String line) {
      to.println(line);
    }

    /** The rest of the next line that begins in a given way. */
    String expect(String start) throws IOException {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith(start)) {
          return line.substring(start.length());
        }
      }
      throw new IOException("Expected '" + start + "', found the end of a rank");
    }

    Ended ended() throws IOException {
      String[] parts = expect("ended ").split(" ", 3);
      Duration waited = Duration.ofMillis(Long.parseLong(parts[1]));
      return new Ended(Integer.parseInt(parts[0]), waited, parts[2]);
    }
  }

  /**
   * One rank: over and over tells its address, hears all, sums until the ring ends, and tells how.
   */
  static final class Rank {
    public static void main(String[] args) throws Exception {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
      float[] buffer = new float[LENGTH];
      for (int round = 0; true; round++) {
        RingSettings settings = RingSettings.of("process " + round, TIMEOUT);
        try (RingServer server = RingServer.bind(RingCluster.HOST, settings, Optional.empty())) {
          System.out.println("at " + server.address());
          List<String> addresses = List.of(in.readLine().split(" "));
          RingAllReduce ring = server.connect(Integer.parseInt(args[0]), addresses);
          ring.sum(buffer, LENGTH);
          System.out.println("summing");
          sumForEver(ring, buffer);
        }
      }
    }

    private static void sumForEver(RingAllReduce ring, float[] buffer) {
      long start = System.nanoTime();
      try {
        while (true) {
          start = System.nanoTime();
          ring.sum(buffer, LENGTH);
        }
      } catch (CollectiveException e) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        int failed = e.failedRank().orElse(-1);
        System.out.println("ended " + failed + " " + waited + " " + e.getMessage());
      }
    }
  }
}
