package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring whose ports are open to everybody sums on, and lets nobody take its memory. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingFuzzTest {
  private static final RingSettings SETTINGS =
      RingSettings.of("fuzz", Duration.ofSeconds(30)).withChunkBytes(1024);
  private static final int WORLD_SIZE = 3;
  private static final int LENGTH = 2000;

  private static final int FRAMES = 100_000;
  private static final int MOST_FRAMES_IN_A_CALL = 7;
  private static final int SILENT = 300;
  private static final int SLOW = 60;

  private static final int TURNED_AWAY_MS = 10_000;
  private static final Duration SETTLED = Duration.ofSeconds(20);
  private static final long MORE_DIRECT_BYTES = 64L << 20;

  private final AtomicInteger sent = new AtomicInteger();
  private RingCluster cluster;
  private List<RingMembers> members;
  private EndlessSums sums;
  private Resources before;

  @BeforeEach
  void startSumming() throws Exception {
    cluster = RingCluster.open(WORLD_SIZE, SETTINGS);
    List<String> addresses = new ArrayList<>();
    for (int rank = 0; rank < WORLD_SIZE; rank++) {
      addresses.add(cluster.server(rank).address());
    }
    members = new ArrayList<>();
    for (int rank = 0; rank < WORLD_SIZE; rank++) {
      members.add(new RingMembers(rank, addresses));
    }
    sums = new EndlessSums(cluster, WORLD_SIZE, LENGTH);
    await(() -> sums.rounds() > 10);
    before = Resources.held();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void randomFramesAreSurvived() throws Exception {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int rank = 0; rank < WORLD_SIZE; rank++) {
      int called = rank;
      callers.add(RingCluster.start(() -> callAgainAndAgain(called)));
    }
    while (callers.stream().anyMatch(caller -> !caller.isDone())) {
      Thread.sleep(20);
      Resources held = Resources.held();
      assertThat(held.directBytes()).isLessThan(before.directBytes() + MORE_DIRECT_BYTES);
      assertThat(held.threads()).isLessThan(before.threads() + 2 * WORLD_SIZE);
    }
    for (CompletableFuture<Void> caller : callers) {
      caller.get();
    }
    goesOn();
    endsWell();
  }

  @Test
  void callersWhoSayNothingAreSurvived() throws Exception {
    List<Socket> silent = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SILENT; i++) {
      Socket socket = dial(i % WORLD_SIZE, random);
      silent.add(socket);
      // A third has begun to speak.
      if (i % 3 == 0) {
        byte[] frame = frame(Stranger.HELLO, i % WORLD_SIZE, random);
        socket.getOutputStream().write(frame, 0, 1 + random.nextInt(frame.length - 1));
      }
    }
    goesOn();
    for (Socket socket : silent) {
      socket.close();
    }
    endsWell();
  }

  @Test
  void callersWhoSpeakSlowlyAreSurvived() throws Exception {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      SplittableRandom random = new SplittableRandom(i);
      callers.add(RingCluster.start(() -> speakSlowly(random)));
    }
    for (CompletableFuture<Void> caller : callers) {
      caller.get();
    }
    goesOn();
    endsWell();
  }

  private Void callAgainAndAgain(int rank) throws IOException {
    for (int call = 0; sent.get() < FRAMES; call++) {
      SplittableRandom random = new SplittableRandom((long) call * WORLD_SIZE + rank);
      try {
        call(rank, random);
      } catch (IOException | AssertionError e) {
        throw new AssertionError("Call " + call + " to rank " + rank, e);
      }
    }
    return null;
  }

  /** Some frames, of which the last may be cut; then waits to be turned away if that is due. */
  private void call(int rank, SplittableRandom random) throws IOException {
    boolean turnedAway = false;
    try (Socket socket = dial(rank, random)) {
      OutputStream out = socket.getOutputStream();
      try {
        for (int left = 1 + random.nextInt(MOST_FRAMES_IN_A_CALL); left > 0; left--) {
          Stranger stranger = Stranger.any(random);
          byte[] frame = frame(stranger, rank, random);
          boolean cut = left == 1 && random.nextInt(4) == 0;
          out.write(cut ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame);
          turnedAway |= !cut && stranger.mustBeTurnedAway();
          sent.incrementAndGet();
        }
      } catch (IOException e) {
        // Turned away before all was said.
        return;
      }
      if (turnedAway) {
        assertTurnedAway(socket);
      }
    }
  }

  private static void assertTurnedAway(Socket socket) throws IOException {
    try {
      socket.setSoTimeout(TURNED_AWAY_MS);
      while (socket.getInputStream().read() >= 0) {
        // An answer, before the end.
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("Still connected", e);
    } catch (IOException e) {
      // Reset: bytes were left unread at the other end.
    }
  }

  /** A byte at a time: a 'hello' that is refused, then what nobody takes, if it gets that far. */
  private Void speakSlowly(SplittableRandom random) throws Exception {
    int rank = random.nextInt(WORLD_SIZE);
    try (Socket socket = dial(rank, random)) {
      write(socket, frame(Stranger.HELLO, rank, random));
      try {
        write(socket, frame(Stranger.MESSAGE, rank, random));
      } catch (IOException e) {
        // Turned away meanwhile.
        return null;
      }
      assertTurnedAway(socket);
    }
    return null;
  }

  private static void write(Socket socket, byte[] slowly) throws Exception {
    for (byte piece : slowly) {
      socket.getOutputStream().write(piece);
      Thread.sleep(1);
    }
  }

  private byte[] frame(Stranger stranger, int rank, SplittableRandom random) {
    RingMembers ring = members.get(rank);
    return stranger.frame(ring, ring.ringId(SETTINGS), random);
  }

  /** From one of many addresses, each of which has some ten thousand ports. */
  private Socket dial(int rank, SplittableRandom random) throws IOException {
    InetAddress from =
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + random.nextInt(200))});
    Socket socket =
        new Socket(
            InetAddress.getByName(RingCluster.HOST), members.get(rank).self().port(), from, 0);
    socket.setTcpNoDelay(true);
    // Closes at once, so that no port stays taken.
    socket.setSoLinger(true, 0);
    return socket;
  }

  private void goesOn() throws Exception {
    int enough = sums.rounds() + 50;
    await(() -> sums.rounds() >= enough);
  }

  /** All that strangers took is given back, and the ring closes in time. */
  private void endsWell() throws Exception {
    await(() -> Resources.held().files() <= before.files() + WORLD_SIZE);
    assertThat(Resources.held().directBytes()).isLessThan(before.directBytes() + MORE_DIRECT_BYTES);
    sums.stop();
    long start = System.nanoTime();
    cluster.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    await(() -> Resources.held().threads() < before.threads());
  }

  private void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + SETTLED.toNanos();
    while (!condition.getAsBoolean()) {
      if (sums.hasFailed()) {
        sums.stop();
      }
      assertThat(System.nanoTime())
          .as("%s against %s before", Resources.held(), before)
          .isLessThan(end);
      Thread.sleep(10);
    }
  }
}
