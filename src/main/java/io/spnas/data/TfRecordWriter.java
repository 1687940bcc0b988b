package io.spnas.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the TFRecord format. A record of n bytes takes n + 16: its length (64 bits, little
 * endian), the masked CRC-32C of the length, the data, and the data's masked CRC-32C. Not
 * thread-safe.
 */
public final class TfRecordWriter implements Closeable {
  /** Bytes of length and checksums around a record's data. */
  static final int HEADER_BYTES = 12;

  static final int FOOTER_BYTES = 4;

  private final OutputStream out;
  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer footer =
      ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long records;
  private long bytes;

  /** Writes to a stream, which {@link #close} closes. */
  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Appends one record. */
  public void write(byte[] data) throws IOException {
    header.putLong(0, data.length);
    header.putInt(8, MaskedCrc.of(header.array(), 0, Long.BYTES));
    footer.putInt(0, MaskedCrc.of(data, 0, data.length));
    out.write(header.array());
    out.write(data);
    out.write(footer.array());
    records++;
    bytes += HEADER_BYTES + (long) data.length + FOOTER_BYTES;
  }

  /** Records written so far. */
  public long records() {
    return records;
  }

  /** Bytes written so far. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
