package io.spnas.collective;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * Answers what comes in over the transport, on its event loop: the left neighbour's hello and
 * chunks, and both neighbours' word that the ring has failed. Everybody else is refused, which
 * leaves the ring as it is.
 */
final class RingReceiver extends RpcHandler {
  private final String ring;
  private final int chunkBytes;
  private final Inbox inbox;
  private final Failure failure;
  private final StreamManager streams = new OneForOneStreamManager();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch known = new CountDownLatch(1);
  private volatile Peer left;
  private volatile int worldSize;
  private volatile TransportClient leftClient;
  private volatile TransportClient rightClient;
  private volatile boolean closing;

  RingReceiver(String ring, int chunkBytes, Inbox inbox, Failure failure) {
    this.ring = ring;
    this.chunkBytes = chunkBytes;
    this.inbox = inbox;
    this.failure = failure;
  }

  /** Tells who the left neighbour is; hellos wait for it. */
  void expect(Peer neighbour, int ranks) {
    left = neighbour;
    worldSize = ranks;
    known.countDown();
  }

  void right(TransportClient client) {
    rightClient = client;
  }

  /** Connection of the left neighbour, once it has said hello; null before. */
  TransportClient left() {
    return leftClient;
  }

  CountDownLatch connected() {
    return connected;
  }

  /** Connections that end from here on are meant to. */
  void closing() {
    closing = true;
  }

  @Override
  public void receive(TransportClient client, ByteBuffer bytes, RpcResponseCallback answer) {
    Message message = Message.decode(bytes);
    if (message == null) {
      answer.onFailure(new IllegalArgumentException("not a message of ring " + ring));
    } else if (message.kind() == Message.Kind.HELLO) {
      hello(client, message, answer);
    } else {
      answer.onFailure(new IllegalArgumentException("not a neighbour in ring " + ring));
    }
  }

  /** A message without an answer: word that the ring has failed. */
  @Override
  public void receive(TransportClient client, ByteBuffer bytes) {
    Message message = Message.decode(bytes);
    if (message != null && message.kind() == Message.Kind.ABORT && isNeighbour(client)) {
      failure.raise(new CollectiveException("%s", message.text()));
    }
  }

  private void hello(TransportClient client, Message message, RpcResponseCallback answer) {
    Peer expected = left;
    String problem = null;
    if (!message.text().equals(ring)) {
      problem = String.format("belongs to ring %s, expected %s", message.text(), ring);
    } else if (expected == null) {
      problem = "came before this rank knew its neighbours";
    } else if (message.rank() != expected.rank() || message.worldSize() != worldSize) {
      problem =
          String.format(
              "is rank %d of %d, expected rank %d of %d",
              message.rank(), message.worldSize(), expected.rank(), worldSize);
    } else if (leftClient != null) {
      problem = "is connected already";
    }
    if (problem != null) {
      answer.onFailure(new IllegalStateException("worker " + problem));
      return;
    }
    leftClient = client;
    answer.onSuccess(ByteBuffer.allocate(0));
    connected.countDown();
  }

  private boolean isNeighbour(TransportClient client) {
    return is(leftClient, client) || is(rightClient, client);
  }

  private static boolean is(TransportClient known, TransportClient client) {
    return known != null && known.getChannel() == client.getChannel();
  }

  @Override
  public StreamCallbackWithID receiveStream(
      TransportClient client, ByteBuffer headerBytes, RpcResponseCallback answer) {
    ChunkHeader header = ChunkHeader.decode(headerBytes);
    if (!is(leftClient, client)) {
      throw new IllegalStateException("not the left neighbour in ring " + ring);
    }
    if (header == null || header.floats() < 1 || header.floats() > chunkBytes / Float.BYTES) {
      throw broken("sent a chunk that can't be");
    }
    ByteBuffer buffer = inbox.borrow();
    if (buffer == null) {
      throw broken("sent more chunks than there can be");
    }
    return new ChunkReceiver(header, buffer.limit(header.floats() * Float.BYTES), answer);
  }

  private IllegalStateException broken(String what) {
    failure.raise(new CollectiveException("%s %s", left, what));
    return new IllegalStateException(what);
  }

  private final class ChunkReceiver implements StreamCallbackWithID {
    private final ChunkHeader header;
    private final ByteBuffer buffer;
    private final RpcResponseCallback answer;

    ChunkReceiver(ChunkHeader header, ByteBuffer buffer, RpcResponseCallback answer) {
      this.header = header;
      this.buffer = buffer;
      this.answer = answer;
    }

    @Override
    public String getID() {
      return header.toString();
    }

    @Override
    public void onData(String id, ByteBuffer piece) {
      if (piece.remaining() > buffer.remaining()) {
        throw broken("sent a chunk longer than its header says");
      }
      buffer.put(piece);
    }

    @Override
    public void onComplete(String id) {
      if (buffer.hasRemaining()) {
        throw broken("sent a chunk shorter than its header says");
      }
      inbox.put(new Inbox.Chunk(header, buffer.flip()));
      answer.onSuccess(ByteBuffer.allocate(0));
    }

    @Override
    public void onFailure(String id, Throwable cause) {
      failure.raise(
          new CollectiveException("%s broke off a chunk: %s", left, Peer.reason(cause)));
    }
  }

  @Override
  public void channelInactive(TransportClient client) {
    if (is(leftClient, client) && !closing) {
      failure.raise(new CollectiveException("%s closed its connection", left));
    }
  }

  @Override
  public void exceptionCaught(Throwable cause, TransportClient client) {
    if (is(leftClient, client) && !closing) {
      failure.raise(new CollectiveException("%s is lost: %s", left, Peer.reason(cause)));
    }
  }

  @Override
  public StreamManager getStreamManager() {
    return streams;
  }
}
