package io.spnas.collective;

import io.netty.channel.ChannelFuture;
import io.spnas.collective.RingMembers.Peer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One rank of a ring, as its caller sees it; the package tells how a ring works. */
public final class RingAllReduce implements AllReduce {
  private static final int MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES;

  private final RingMembers members;
  private final RingSettings settings;
  private final RingTransport transport;
  private final RingSession session;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);
  private long sequence;

  RingAllReduce(
      RingMembers members, RingSettings settings, RingTransport transport, RingSession session) {
    this.members = members;
    this.settings = settings;
    this.transport = transport;
    this.session = session;
  }

  @Override
  public int rank() {
    return members.rank();
  }

  @Override
  public int worldSize() {
    return members.worldSize();
  }

  /** Returns when both neighbours are connected. */
  void connect() throws CollectiveException {
    // Spark connects and authenticates synchronously; meanwhile this thread watches the rest.
    Thread dialling = new Thread(this::dialRight, "ring-dial-" + rank());
    dialling.setDaemon(true);
    dialling.start();
    try {
      await(session::isConnected);
    } finally {
      dialling.interrupt();
    }
  }

  private void dialRight() {
    Peer peer = members.right();
    try {
      session.callRight(transport.dial(peer.host(), peer.port()));
    } catch (Exception e) {
      session.cannotCallRight(e);
    }
  }

  @Override
  public synchronized void sum(float[] buffer, int length) throws CollectiveException {
    Objects.checkFromIndexSize(0, length, Math.min(buffer.length, MAX_FLOATS));
    // Of a ring that is over, chunks may still be on their way out of the staging buffer.
    session.throwIfOver();
    var geometry = new RingGeometry(rank(), worldSize(), length, settings.chunkBytes());
    RingPass pass = new RingPass(geometry, ++sequence, buffer, staging(length));
    try {
      session.begin(pass);
      await(pass::isDone);
    } finally {
      session.end();
    }
  }

  private ByteBuffer staging(int length) {
    if (staging.capacity() < length * Float.BYTES) {
      staging = ByteBuffer.allocateDirect(length * Float.BYTES);
    }
    return staging.order(ByteOrder.LITTLE_ENDIAN);
  }

  private void await(BooleanSupplier done) throws CollectiveException {
    synchronized (session) {
      while (!done.getAsBoolean()) {
        session.throwIfOver();
        long remaining = session.remainingNanos();
        if (remaining > 0) {
          try {
            TimeUnit.NANOSECONDS.timedWait(session, remaining);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw session.interrupted(e);
          }
        }
      }
    }
  }

  /**
   * {@inheritDoc} Returns when the neighbours have got this rank's last word or half a second is
   * over; the event loops end soon after.
   */
  @Override
  public void close() {
    List<ChannelFuture> lastWords = session.close();
    long end = System.nanoTime() + RingAlarm.LINGER.toNanos();
    for (ChannelFuture word : lastWords) {
      word.awaitUninterruptibly(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
    transport.close();
  }
}
