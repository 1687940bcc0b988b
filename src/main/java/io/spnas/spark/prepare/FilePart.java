package io.spnas.spark.prepare;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A part of a file as a stream. Skipping costs nothing: the file is only read where bytes are asked
 * for. Knows whether a failure was the file's, because libraries wrap it in their own. Not
 * thread-safe; the file stays open.
 */
final class FilePart extends InputStream {
  private final FSDataInputStream file;
  private final long end;
  private long position;
  private IOException failure;

  FilePart(FSDataInputStream file, long begin, long end) {
    this.file = file;
    this.position = begin;
    this.end = end;
  }

  /** Where in the file the next byte is. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int left = (int) Math.min(length, end - position);
    if (left <= 0) {
      return length == 0 ? 0 : -1;
    }
    try {
      if (file.getPos() != position) {
        file.seek(position);
      }
      file.readFully(bytes, offset, left);
    } catch (EOFException e) {
      // The file became shorter: its end, as the caller sees it.
      return -1;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    position += left;
    return left;
  }

  @Override
  public long skip(long bytes) {
    long skipped = Math.max(0, Math.min(bytes, end - position));
    position += skipped;
    return skipped;
  }

  /** Throws the file's own failure again, if there was one. */
  void rethrowFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
