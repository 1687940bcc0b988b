package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingCluster.Failure;
import io.spnas.collective.RingMessage.Ask;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Begun;
import io.spnas.collective.RingMessage.Hello;
import io.spnas.collective.RingMessage.Taken;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A rank whose neighbour breaks the protocol reports it and never returns a wrong number. */
class RingProtocolTest {
  private static final RingSettings SETTINGS =
      RingSettings.of("protocol", Duration.ofSeconds(10)).withChunkBytes(64);
  private static final int LENGTH = 64;
  private static final int CHUNK_BYTES = 64;

  @Test
  void aSequenceThatIsNotTheNextIsRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.begin(7, LENGTH)))
        .contains("all-reduce 7")
        .contains("all-reduce 1");
  }

  @Test
  void anotherLengthIsRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.begin(1, LENGTH + 1)))
        .contains(LENGTH + 1 + " floats")
        .contains(LENGTH + " floats");
  }

  @Test
  void aChunkOfAnotherAllReduceIsRefused() throws Exception {
    assertThat(failureWhen(fake -> beginThenChunk(fake, 2, 0, 0, CHUNK_BYTES, CHUNK_BYTES)))
        .contains("sends all-reduce 2, step 0, chunk 0")
        .contains("expected all-reduce 1, step 0, chunk 0");
  }

  @Test
  void aChunkOfAnotherStepIsRefused() throws Exception {
    assertThat(failureWhen(fake -> beginThenChunk(fake, 1, 1, 0, CHUNK_BYTES, CHUNK_BYTES)))
        .contains("step 1, chunk 0")
        .contains("expected all-reduce 1, step 0, chunk 0");
  }

  @Test
  void aChunkOutOfOrderIsRefused() throws Exception {
    assertThat(failureWhen(fake -> beginThenChunk(fake, 1, 0, 1, CHUNK_BYTES, CHUNK_BYTES)))
        .contains("step 0, chunk 1")
        .contains("expected all-reduce 1, step 0, chunk 0");
  }

  @Test
  void aChunkWhoseHeaderHasAnotherLengthIsRefused() throws Exception {
    assertThat(failureWhen(fake -> beginThenChunk(fake, 1, 0, 0, CHUNK_BYTES + 4, CHUNK_BYTES)))
        .contains("of 68 bytes")
        .contains("of 64 bytes");
  }

  @Test
  void aChunkShorterThanItsHeaderSaysIsRefused() throws Exception {
    assertThat(
            failureWhen(
                fake -> {
                  beginThenChunk(fake, 1, 0, 0, CHUNK_BYTES, CHUNK_BYTES - 1);
                  // Until something follows, the missing byte may still be on its way.
                  fake.tellRight(new Ask(fake.ringId()));
                }))
        .contains("sends a chunk shorter or longer than its header says");
  }

  @Test
  void aChunkLongerThanItsHeaderSaysIsRefused() throws Exception {
    assertThat(failureWhen(fake -> beginThenChunk(fake, 1, 0, 0, CHUNK_BYTES, CHUNK_BYTES + 1)))
        .contains("sends a chunk shorter or longer than its header says");
  }

  @Test
  void aChunkBeforeTheAllReduceIsAgreedOnIsRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.chunk(1, 0, 0, CHUNK_BYTES, CHUNK_BYTES)))
        .contains("expected no chunk now");
  }

  @Test
  void twoAllReducesAheadAreRefused() throws Exception {
    assertThat(
            failureWhen(
                fake -> {
                  fake.begin(1, LENGTH);
                  fake.begin(2, LENGTH);
                  fake.begin(3, LENGTH);
                }))
        .contains("begins all-reduce 3 too early");
  }

  @Test
  void aFrameOfAnImpossibleLengthIsRefused() throws Exception {
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, RingMessage.MAX_BYTES + 1, 1 << 30}) {
      byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
      assertThat(failureWhen(fake -> fake.bytesToRight(bytes)))
          .contains("sends a message of " + length + " bytes");
    }
  }

  @Test
  void whatIsNoMessageIsRefused() throws Exception {
    byte[] bytes = ByteBuffer.allocate(100).putInt(96).array();
    assertThat(failureWhen(fake -> fake.bytesToRight(bytes)))
        .contains("sends what is no message of a ring");
  }

  @Test
  void aMessageOfAnotherRingIsRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.tellRight(new Begin(fake.ringId() + 1, 1, LENGTH))))
        .contains("speaks of another ring");
  }

  @Test
  void messagesFromTheWrongSideAreRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.tellRight(new Begun(fake.ringId(), 1))))
        .contains("sends Begun");
    assertThat(failureWhen(fake -> fake.tellRight(new Taken(fake.ringId(), 1))))
        .contains("sends Taken");
    assertThat(failureWhen(fake -> fake.tellLeft(new Begin(fake.ringId(), 1, LENGTH))))
        .contains("sends Begin");
    assertThat(failureWhen(fake -> fake.tellRight(new Hello(fake.ringId(), 2, 1, 0))))
        .contains("sends Hello");
  }

  @Test
  void answersThatWereNotAskedForAreRefused() throws Exception {
    assertThat(failureWhen(fake -> fake.tellLeft(new Begun(fake.ringId(), 2))))
        .contains("answers Begun");
    assertThat(failureWhen(fake -> fake.tellLeft(new Taken(fake.ringId(), 1))))
        .contains("claims Taken");
  }

  private static void beginThenChunk(
      FakeNeighbour fake, long sequence, int step, int chunk, int headerBytes, int bytes) {
    fake.begin(1, LENGTH);
    fake.chunk(sequence, step, chunk, headerBytes, bytes);
  }

  /** The message of rank 0, that sums {@link #LENGTH} floats while rank 1 misbehaves. */
  private static String failureWhen(Consumer<FakeNeighbour> misdeed) throws Exception {
    try (RingServer server = RingServer.bind(RingCluster.HOST, SETTINGS, Optional.empty());
        FakeNeighbour fake = new FakeNeighbour(SETTINGS)) {
      List<String> addresses = List.of(server.address(), fake.address());
      CompletableFuture<RingAllReduce> connecting =
          RingCluster.start(() -> server.connect(0, addresses));
      fake.join(1, addresses, SETTINGS);
      RingAllReduce ring = connecting.get();
      CompletableFuture<Void> summing =
          RingCluster.start(
              () -> {
                ring.sum(new float[LENGTH], LENGTH);
                return null;
              });
      Thread.sleep(20);
      misdeed.accept(fake);
      Failure failure = RingCluster.failureOf(summing);
      assertThat(failure.waited()).isLessThan(Duration.ofSeconds(3));
      assertThat(failure.exception().failedRank()).hasValue(1);
      assertThat(failure.message())
          .startsWith("Rank 0 of 2: rank 1 (" + fake.address() + ")")
          .contains("in all-reduce 1, after waiting")
          .doesNotContain("\n");
      return failure.message();
    }
  }
}
