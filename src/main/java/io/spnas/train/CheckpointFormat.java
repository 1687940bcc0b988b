package io.spnas.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The bytes of a checkpoint: magic number (8 bytes), length of the header (4), the header, the
 * arrays that it lists (little-endian fp32), and a CRC-32C of all that (8). Integers are
 * big-endian.
 */
final class CheckpointFormat {
  private static final long MAGIC = 0x53504E41_53434B32L;
  private static final int LONGEST_HEADER = 1 << 20;

  /** Floats copied at a time. */
  private static final int BLOCK = 1 << 16;

  private CheckpointFormat() {}

  /** Writes a checkpoint; in large pieces, so that the stream needs no buffer. */
  static void write(OutputStream stream, Checkpoint checkpoint) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    byte[] header = CheckpointHeader.of(checkpoint).encode();
    out.writeLong(MAGIC);
    out.writeInt(header.length);
    out.write(header);
    ByteBuffer block = newBlock();
    for (float[] array : checkpoint.state().arrays()) {
      for (int i = 0; i < array.length; i += BLOCK) {
        int length = Math.min(BLOCK, array.length - i);
        block.asFloatBuffer().put(array, i, length);
        out.write(block.array(), 0, Float.BYTES * length);
      }
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  /**
   * Reads a checkpoint.
   *
   * @param stream the bytes
   * @param file its name, for messages
   * @throws CorruptCheckpointException if the bytes are not what was written
   */
  static Checkpoint read(InputStream stream, String file) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(stream, new CRC32C());
    DataInputStream in = new DataInputStream(checked);
    try {
      if (in.readLong() != MAGIC) {
        throw new CorruptCheckpointException(file, "it does not begin as a checkpoint does");
      }
      CheckpointHeader header = readHeader(in, file);
      ByteBuffer block = newBlock();
      List<float[]> arrays = new ArrayList<>();
      for (int length : header.lengths()) {
        arrays.add(readArray(in, length, block));
      }
      requireEnd(in, checked.getChecksum().getValue(), file);
      return new Checkpoint(TrainingState.of(header.step(), arrays), header.origin());
    } catch (EOFException e) {
      throw new CorruptCheckpointException(file, "it ends early");
    }
  }

  private static CheckpointHeader readHeader(DataInputStream in, String file) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_HEADER) {
      throw new CorruptCheckpointException(file, "header of " + length + " bytes");
    }
    // Sets aside what is really there, so that a damaged length costs nothing.
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw new EOFException();
    }
    return CheckpointHeader.decode(header, file);
  }

  private static float[] readArray(DataInputStream in, int length, ByteBuffer block)
      throws IOException {
    float[] values = new float[0];
    for (int i = 0; i < length; i += BLOCK) {
      int count = Math.min(BLOCK, length - i);
      in.readFully(block.array(), 0, Float.BYTES * count);
      if (i + count > values.length) {
        // Grows with what is there, for the same reason.
        values = Arrays.copyOf(values, (int) Math.min(length, 2L * (i + count)));
      }
      block.asFloatBuffer().get(values, i, count);
    }
    return values;
  }

  private static ByteBuffer newBlock() {
    return ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireEnd(DataInputStream in, long expected, String file)
      throws IOException {
    long found = in.readLong();
    if (found != expected) {
      throw new CorruptCheckpointException(
          file, String.format("checksum %08x, expected %08x", found, expected));
    }
    if (in.read() >= 0) {
      throw new CorruptCheckpointException(file, "bytes follow its end");
    }
  }
}
