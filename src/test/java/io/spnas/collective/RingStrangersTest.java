package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Goodbye;
import io.spnas.collective.RingMessage.Hello;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever else finds a rank's port does a running ring no harm. */
class RingStrangersTest {
  private static final RingSettings SETTINGS =
      RingSettings.of("strangers", Duration.ofSeconds(10)).withChunkBytes(1024);
  private static final int LENGTH = 5000;
  private static final int STRANGERS = 300;
  private static final int FRAME_TYPES = 14;

  private RingCluster cluster;
  private EndlessSums sums;

  @BeforeEach
  void startSumming() throws Exception {
    cluster = RingCluster.open(2, SETTINGS);
    sums = new EndlessSums(cluster, 2, LENGTH);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void randomBytesAndFramesAreSurvived() throws Exception {
    Random random = new Random(17);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      String address = cluster.server(i % 2).address();
      Socket socket = new Socket(RingCluster.HOST, new RingMembers.Peer(0, address).port());
      sockets.add(socket);
      try {
        socket.getOutputStream().write(i % 3 == 0 ? randomBytes(random) : randomFrame(random));
      } catch (IOException e) {
        // Already turned away.
      }
      if (i % 4 == 0) {
        socket.close();
      }
    }
    assertSummedRightTillTheEnd();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void messagesFromNoNeighbourAreSurvived() throws Exception {
    RingMembers members =
        new RingMembers(0, List.of(cluster.server(0).address(), cluster.server(1).address()));
    long ringId = members.ringId(SETTINGS);
    try (RingTransport transport =
        new RingTransport(RingCluster.HOST, SETTINGS, Optional.empty(), new NoOpRpcHandler())) {
      for (RingMessage message :
          List.of(
              new Hello(ringId, 2, 1, 0),
              new Hello(ringId + 1, 2, 1, 0),
              new Begin(ringId, 1, LENGTH),
              new Abort(ringId, 1, 1, "made up"),
              new Goodbye(ringId),
              new Chunk(ringId, 1, 0, 0, 1024))) {
        var stranger = transport.dial(RingCluster.HOST, members.self().port());
        stranger.send(message.encode());
        stranger.sendRpc(message.encode(), FakeNeighbour.IGNORE);
        stranger.uploadStream(
            new NioManagedBuffer(message.encode()),
            new NioManagedBuffer(ByteBuffer.allocate(1024)),
            FakeNeighbour.IGNORE);
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (stranger.isActive() && System.nanoTime() < end) {
          Thread.sleep(5);
        }
        assertThat(stranger.isActive()).as("connection that sent %s", message).isFalse();
      }
      assertSummedRightTillTheEnd();
    }
  }

  private void assertSummedRightTillTheEnd() throws Exception {
    int enough = sums.rounds() + 50;
    long end = System.nanoTime() + SETTINGS.timeout().toNanos();
    while (sums.rounds() < enough && System.nanoTime() < end && !sums.hasFailed()) {
      Thread.sleep(5);
    }
    sums.stop();
    assertThat(sums.rounds()).isGreaterThanOrEqualTo(enough);
  }

  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(500)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Right length, a message type of Spark's, then noise. */
  private static byte[] randomFrame(Random random) {
    byte[] noise = randomBytes(random);
    int size = Long.BYTES + 1 + noise.length;
    return ByteBuffer.allocate(size)
        .putLong(size)
        .put((byte) random.nextInt(FRAME_TYPES))
        .put(noise)
        .array();
  }
}
