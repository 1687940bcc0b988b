package io.spnas.collective;

import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Hello;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * A rank that speaks the protocol by hand, so that it can break it: agrees to whatever its left
 * neighbour asks, and sends to its right neighbour what a test tells it to.
 */
final class FakeNeighbour implements AutoCloseable {
  private static final int REPLY_MS = 5000;

  private final RingTransport transport;
  private TransportClient right;
  private long ringId;

  FakeNeighbour(RingSettings settings) {
    transport =
        new RingTransport(
            RingCluster.HOST,
            settings,
            Optional.empty(),
            new RpcHandler() {
              @Override
              public void receive(
                  TransportClient client, ByteBuffer message, RpcResponseCallback reply) {
                Doorkeeper.letIn(client.getChannel());
                reply.onSuccess(ByteBuffer.allocate(0));
              }

              @Override
              public void receive(TransportClient client, ByteBuffer message) {}

              @Override
              public StreamCallbackWithID receiveStream(
                  TransportClient client, ByteBuffer header, RpcResponseCallback reply) {
                return DROP;
              }

              @Override
              public StreamManager getStreamManager() {
                return new OneForOneStreamManager();
              }
            });
  }

  String address() {
    return RingCluster.HOST + ":" + transport.port();
  }

  void join(int rank, List<String> addresses, RingSettings settings) throws Exception {
    RingMembers members = new RingMembers(rank, addresses);
    ringId = members.ringId(settings);
    right = transport.dial(members.right().host(), members.right().port());
    Hello hello = new Hello(ringId, members.worldSize(), rank, members.right().rank());
    right.sendRpcSync(hello.encode(), REPLY_MS);
  }

  void begin(long sequence, int length) {
    right.sendRpc(new Begin(ringId, sequence, length).encode(), IGNORE);
  }

  /** Sends {@code bytes} zeros under the header of a chunk. */
  void chunk(long sequence, int step, int chunk, int headerBytes, int bytes) {
    Chunk header = new Chunk(ringId, sequence, step, chunk, headerBytes);
    right.uploadStream(
        new NioManagedBuffer(header.encode()),
        new NioManagedBuffer(ByteBuffer.allocate(bytes)),
        IGNORE);
  }

  static final RpcResponseCallback IGNORE =
      new RpcResponseCallback() {
        @Override
        public void onSuccess(ByteBuffer response) {}

        @Override
        public void onFailure(Throwable e) {}
      };

  private static final StreamCallbackWithID DROP =
      new StreamCallbackWithID() {
        @Override
        public String getID() {
          return "dropped";
        }

        @Override
        public void onData(String id, ByteBuffer piece) {}

        @Override
        public void onComplete(String id) {}

        @Override
        public void onFailure(String id, Throwable cause) {}
      };

  /** Vanishes without a word. */
  @Override
  public void close() {
    if (right != null) {
      right.close();
    }
    transport.close();
  }
}
