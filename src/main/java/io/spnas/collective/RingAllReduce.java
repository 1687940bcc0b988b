package io.spnas.collective;

import io.spnas.collective.Inbox.Chunk;
import java.nio.FloatBuffer;
import java.time.Duration;
import org.apache.spark.network.client.TransportClient;

/** The ring's {@link AllReduce}: reduce-scatter, then all-gather; see the package. */
public final class RingAllReduce implements AllReduce {
  private static final int PIECE = 1 << 12;

  private final int rank;
  private final int worldSize;
  private final int chunk;
  private final Duration timeout;
  private final Peer left;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Failure failure;
  private final RingServer server;
  private final TransportClient right;
  private final float[] piece = new float[PIECE];
  private long sequence;

  RingAllReduce(
      int rank,
      int worldSize,
      int chunk,
      Duration timeout,
      Peer left,
      Inbox inbox,
      Outbox outbox,
      Failure failure,
      RingServer server,
      TransportClient right) {
    this.rank = rank;
    this.worldSize = worldSize;
    this.chunk = chunk;
    this.timeout = timeout;
    this.left = left;
    this.inbox = inbox;
    this.outbox = outbox;
    this.failure = failure;
    this.server = server;
    this.right = right;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int worldSize() {
    return worldSize;
  }

  @Override
  public void sum(float[] values, int length) throws CollectiveException {
    try {
      failure.check();
      goAround(values, new RingGeometry(rank, worldSize, length, chunk));
      outbox.flush(timeout);
      sequence++;
    } catch (CollectiveException e) {
      failure.raise(e);
      server.abort(rank, worldSize, e.getMessage(), right);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CollectiveException interrupted =
          new CollectiveException("Rank %d was interrupted in an all-reduce", rank);
      failure.raise(interrupted);
      server.abort(rank, worldSize, interrupted.getMessage(), right);
      throw interrupted;
    }
  }

  private void goAround(float[] values, RingGeometry ring)
      throws CollectiveException, InterruptedException {
    int own = ring.sent(0);
    for (int i = 0; i < ring.chunks(own); i++) {
      send(values, ring, 0, own, i);
    }
    for (int step = 0; step < ring.steps(); step++) {
      int segment = ring.received(step);
      for (int i = 0; i < ring.chunks(segment); i++) {
        receive(values, ring, step, segment, i);
        if (step + 1 < ring.steps()) {
          send(values, ring, step + 1, segment, i);
        }
      }
    }
  }

  private void send(float[] values, RingGeometry ring, int step, int segment, int index)
      throws CollectiveException, InterruptedException {
    int floats = ring.chunkLength(segment, index);
    ChunkHeader header = new ChunkHeader(sequence, ring.length(), step, index, floats);
    outbox.send(header, values, ring.chunkStart(segment, index), timeout);
  }

  private void receive(float[] values, RingGeometry ring, int step, int segment, int index)
      throws CollectiveException, InterruptedException {
    Chunk arrived = inbox.take(timeout);
    if (arrived == null) {
      throw new CollectiveException(
          "%s sent nothing for %d ms (all-reduce %d, step %d of %d)",
          left, timeout.toMillis(), sequence, step, ring.steps());
    }
    int floats = ring.chunkLength(segment, index);
    ChunkHeader expected = new ChunkHeader(sequence, ring.length(), step, index, floats);
    if (!arrived.header().equals(expected)) {
      throw new CollectiveException(
          "%s is out of step: it sent %s, expected %s", left, arrived.header(), expected);
    }
    FloatBuffer from = arrived.bytes().asFloatBuffer();
    int at = ring.chunkStart(segment, index);
    if (ring.adds(step)) {
      add(from, values, at);
    } else {
      from.get(values, at, floats);
    }
    inbox.giveBack(arrived.bytes());
  }

  /** values += from, through a piece that stays in the cache: an array is what vectorises. */
  private void add(FloatBuffer from, float[] values, int start) {
    int at = start;
    while (from.hasRemaining()) {
      int length = Math.min(PIECE, from.remaining());
      from.get(piece, 0, length);
      for (int i = 0; i < length; i++) {
        values[at + i] += piece[i];
      }
      at += length;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
