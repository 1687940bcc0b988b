package io.spnas.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A ring all-reduce over plain blocking sockets, as fast as they are: no security, no deadline, no
 * checks. The numbers lie in one direct buffer that is sent from and received into; a thread of its
 * own sends, so that chunks flow both ways at once. With {@code W} ranks, rank r sends segment r -
 * t in step t and receives segment r - t - 1, of {@code W} segments of equal length but for
 * rounding.
 */
final class SocketSum implements SumOverRanks {
  private static final String HOST = "127.0.0.1";
  private static final int RECEIVE_BYTES = 256 << 10;
  private static final int BLOCK_FLOATS = 4096;

  private final int length;
  private final int chunkBytes;
  private final ByteBuffer numbers;
  private final ByteBuffer received = direct(RECEIVE_BYTES);
  private final float[] addends = new float[BLOCK_FLOATS];
  private final float[] sums = new float[BLOCK_FLOATS];
  private final ServerSocketChannel door;
  private final Semaphore ready = new Semaphore(0);
  private final Semaphore sent = new Semaphore(0);
  private int rank;
  private int worldSize;
  private SocketChannel left;
  private SocketChannel right;
  private Thread sender;
  private volatile IOException sendFailure;

  /**
   * Opens a port.
   *
   * @param length floats to sum
   * @param chunkBytes most bytes sent at once
   */
  SocketSum(int length, int chunkBytes) throws IOException {
    this.length = length;
    this.chunkBytes = chunkBytes;
    this.numbers = direct(length * Float.BYTES);
    this.door = ServerSocketChannel.open().bind(new InetSocketAddress(HOST, 0));
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  String address() throws IOException {
    return HOST + ":" + ((InetSocketAddress) door.getLocalAddress()).getPort();
  }

  /** Connects to the neighbours among the addresses of all ranks. */
  void connect(int rank, List<String> addresses) throws IOException {
    this.rank = rank;
    this.worldSize = addresses.size();
    String next = addresses.get((rank + 1) % worldSize);
    int port = Integer.parseInt(next.substring(next.indexOf(':') + 1));
    right = SocketChannel.open(new InetSocketAddress(HOST, port));
    left = door.accept();
    right.setOption(StandardSocketOptions.TCP_NODELAY, true);
    sender = new Thread(this::send, "socket-sum-sender");
    sender.setDaemon(true);
    sender.start();
  }

  @Override
  public FloatBuffer floats() {
    return numbers.asFloatBuffer();
  }

  private int chunks() {
    long segmentBytes = ((long) length + worldSize - 1) / worldSize * Float.BYTES;
    return (int) Math.max(1, (segmentBytes + chunkBytes - 1) / chunkBytes);
  }

  private int total() {
    return 2 * (worldSize - 1) * chunks();
  }

  /** Chunk {@code i} of a segment, as bytes. */
  private ByteBuffer chunk(int segment, int i) {
    int from = bound(segment, i);
    return numbers.slice(from, bound(segment, i + 1) - from).order(ByteOrder.nativeOrder());
  }

  private int bound(int segment, int chunk) {
    long start = (long) segment * length / worldSize;
    long floats = (segment + 1L) * length / worldSize - start;
    return (int) (start + chunk * floats / chunks()) * Float.BYTES;
  }

  @Override
  public void run() throws IOException {
    ready.release(chunks());
    for (int i = 0; i < total(); i++) {
      int step = i / chunks();
      ByteBuffer chunk = chunk(Math.floorMod(rank - step - 1, worldSize), i % chunks());
      if (step < worldSize - 1) {
        receiveAndAdd(chunk);
      } else {
        receive(chunk);
      }
      if (i + chunks() < total()) {
        ready.release();
      }
    }
    sent.acquireUninterruptibly();
    if (sendFailure != null) {
      throw sendFailure;
    }
  }

  private void receiveAndAdd(ByteBuffer chunk) throws IOException {
    while (chunk.hasRemaining()) {
      received.clear().limit(Math.min(received.capacity(), chunk.remaining()));
      receive(received);
      FloatBuffer from = received.flip().asFloatBuffer();
      FloatBuffer to = chunk.asFloatBuffer();
      while (from.hasRemaining()) {
        int count = Math.min(BLOCK_FLOATS, from.remaining());
        from.get(addends, 0, count);
        to.get(to.position(), sums, 0, count);
        for (int i = 0; i < count; i++) {
          sums[i] += addends[i];
        }
        to.put(sums, 0, count);
      }
      chunk.position(chunk.position() + received.limit());
    }
  }

  private void receive(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (left.read(into) < 0) {
        throw new EOFException("The left neighbour has closed the connection");
      }
    }
  }

  private void send() {
    try {
      while (true) {
        for (int i = 0; i < total(); i++) {
          ready.acquire();
          ByteBuffer chunk = chunk(Math.floorMod(rank - i / chunks(), worldSize), i % chunks());
          while (chunk.hasRemaining()) {
            right.write(chunk);
          }
        }
        sent.release();
      }
    } catch (IOException e) {
      sendFailure = e;
      sent.release();
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() throws IOException {
    if (sender != null) {
      sender.interrupt();
      left.close();
      right.close();
    }
    door.close();
  }
}
