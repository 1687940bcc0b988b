package io.spnas.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The bytes of a checkpoint: magic number, step, four arrays (length, then big-endian fp32), and a
 * CRC-32C of all that.
 */
final class CheckpointFormat {
  private static final long MAGIC = 0x53504E41_53434B31L;
  private static final int CHUNK = 1 << 14;

  /** Far above any network's size: a damaged length must not exhaust memory. */
  private static final int LONGEST = 1 << 28;

  private CheckpointFormat() {}

  static void write(OutputStream stream, SearchState state) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeLong(MAGIC);
    out.writeLong(state.step());
    write(out, state.parameters());
    write(out, state.meanSquares());
    write(out, state.velocities());
    write(out, state.statistics());
    out.flush();
    long checksum = checked.getChecksum().getValue();
    out.writeLong(checksum);
    out.flush();
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK);
    for (int i = 0; i < values.length; i += CHUNK) {
      int length = Math.min(CHUNK, values.length - i);
      bytes.clear();
      bytes.asFloatBuffer().put(values, i, length);
      out.write(bytes.array(), 0, 4 * length);
    }
  }

  /**
   * Reads a state.
   *
   * @param stream the bytes
   * @param name of the file, for messages
   * @throws CorruptCheckpointException if the bytes are not what was written
   */
  static SearchState read(InputStream stream, String name) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(stream, new CRC32C());
    DataInputStream in = new DataInputStream(checked);
    try {
      if (in.readLong() != MAGIC) {
        throw new CorruptCheckpointException(name, "it does not begin as a checkpoint does");
      }
      SearchState state =
          new SearchState(
              in.readLong(), read(in, name), read(in, name), read(in, name), read(in, name));
      long expected = checked.getChecksum().getValue();
      long found = in.readLong();
      if (found != expected) {
        throw new CorruptCheckpointException(
            name, String.format("checksum %08x, expected %08x", found, expected));
      }
      if (in.read() >= 0) {
        throw new CorruptCheckpointException(name, "bytes follow its end");
      }
      return state;
    } catch (EOFException e) {
      throw new CorruptCheckpointException(name, "it ends early");
    }
  }

  private static float[] read(DataInputStream in, String name) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new CorruptCheckpointException(name, "array of length " + length);
    }
    byte[] bytes = new byte[4 * CHUNK];
    float[] values = new float[0];
    for (int i = 0; i < length; i += CHUNK) {
      int count = Math.min(CHUNK, length - i);
      in.readFully(bytes, 0, 4 * count);
      if (i + count > values.length) {
        // Grows with what is really there, so that a damaged length costs nothing.
        values = java.util.Arrays.copyOf(values, (int) Math.min(length, 2L * (i + count)));
      }
      ByteBuffer.wrap(bytes, 0, 4 * count).asFloatBuffer().get(values, i, count);
    }
    return values;
  }
}
