package io.spnas.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A file from its present position to its end, read ahead of use by a thread of its own in large
 * pieces: the time a remote file system takes to answer passes while earlier bytes are in use. At
 * most four pieces of 2 MiB wait, and two more are in the hands of reader and user.
 *
 * <p>A failure to read comes out where its bytes would. While this is open the file is its own;
 * {@link #close} leaves the file open. For one consuming thread.
 */
final class ReadAhead extends InputStream {
  private static final int PIECE_BYTES = 2 << 20;
  private static final int PIECES = 4;
  private static final long JOIN_MS = 10_000;

  private final InputStream file;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
  private final Thread thread;
  private final long bytes;
  private Piece piece = new Piece(new byte[0], 0, null);
  private int at;

  /** Bytes that were read; fewer than there is room for only before the end or a failure. */
  private record Piece(byte[] bytes, int length, IOException failure) {
    boolean isLast() {
      return length < bytes.length || bytes.length == 0;
    }
  }

  /**
   * Begins to read.
   *
   * @param bytes how many are expected, so that a small file takes little memory
   */
  ReadAhead(InputStream file, long bytes) {
    this.file = file;
    this.bytes = bytes;
    this.thread = new Thread(this::readPieces, "spnas-data-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private void readPieces() {
    // One byte more than is expected, so that a file's last piece is not full.
    int size = (int) Math.min(PIECE_BYTES, bytes + 1);
    try {
      Piece read;
      do {
        read = readPiece(size);
        pieces.put(read);
      } while (!read.isLast());
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
    }
  }

  private Piece readPiece(int size) {
    byte[] buffer = new byte[size];
    int length = 0;
    try {
      int read = 0;
      while (length < size && (read = file.read(buffer, length, size - length)) >= 0) {
        length += read;
      }
      return new Piece(buffer, length, null);
    } catch (IOException e) {
      return new Piece(buffer, length, e);
    } catch (RuntimeException | Error e) {
      return new Piece(buffer, length, new IOException("Reading ahead failed: " + e, e));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (at == piece.length) {
      if (piece.failure != null) {
        throw piece.failure;
      }
      if (piece.isLast() && piece.bytes.length > 0) {
        return -1;
      }
      piece = take();
      at = 0;
    }
    int copied = Math.min(length, piece.length - at);
    System.arraycopy(piece.bytes, at, bytes, offset, copied);
    at += copied;
    return copied;
  }

  private Piece take() throws InterruptedIOException {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for bytes");
    }
  }

  /** Stops reading. */
  @Override
  public void close() {
    thread.interrupt();
    Threads.join(thread, JOIN_MS);
  }
}
