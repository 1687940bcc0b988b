package io.spnas.collective;

import io.netty.channel.ChannelFuture;
import io.spnas.collective.RingMembers.Peer;
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
  private final RingState state;
  private final RingEntrance entrance;
  private final RingSession session;
  private long sequence;

  RingAllReduce(
      RingMembers members, RingSettings settings, RingTransport transport, RingHandler handler) {
    this.members = members;
    this.settings = settings;
    this.transport = transport;
    this.state = new RingState(members, members.ringId(settings), settings.timeout());
    this.session = new RingSession(state);
    this.entrance = new RingEntrance(state, session);
    handler.attach(entrance);
  }

  @Override
  public int rank() {
    return members.rank();
  }

  @Override
  public int worldSize() {
    return members.worldSize();
  }

  @Override
  public String name(int rank) {
    return members.peer(Objects.checkIndex(rank, worldSize())).toString();
  }

  /** Returns when both neighbours are connected. */
  void connect() throws CollectiveException {
    // Spark connects and authenticates synchronously; meanwhile this thread watches the rest.
    Thread dialling = new Thread(this::dialRight, "ring-dial-" + rank());
    dialling.setDaemon(true);
    dialling.start();
    try {
      await(state::isConnected);
    } finally {
      dialling.interrupt();
    }
  }

  private void dialRight() {
    Peer peer = members.right();
    try {
      entrance.callRight(transport.dial(peer.host(), peer.port()));
    } catch (Exception e) {
      entrance.cannotCallRight(e);
    }
  }

  @Override
  public synchronized void sum(float[] buffer, int length) throws CollectiveException {
    Objects.checkFromIndexSize(0, length, Math.min(buffer.length, MAX_FLOATS));
    var geometry = new RingGeometry(rank(), worldSize(), length, settings.chunkBytes());
    RingPass pass = new RingPass(geometry, ++sequence, new RingSums(buffer));
    try {
      session.begin(pass);
      await(pass::isDone);
    } finally {
      session.end();
    }
  }

  private void await(BooleanSupplier done) throws CollectiveException {
    synchronized (state) {
      while (!done.getAsBoolean()) {
        long patience = session.patience();
        state.throwIfOver();
        try {
          TimeUnit.NANOSECONDS.timedWait(state, patience);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw state.interrupted(e);
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
    List<ChannelFuture> lastWords;
    synchronized (state) {
      lastWords = state.close();
    }
    long end = System.nanoTime() + RingAlarm.LINGER.toNanos();
    for (ChannelFuture word : lastWords) {
      word.awaitUninterruptibly(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
    transport.close();
  }
}
