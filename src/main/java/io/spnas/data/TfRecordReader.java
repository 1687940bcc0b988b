package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the records of one TFRecord shard in order. The end of the file is an end only where a
 * record ends: bytes missing anywhere, a wrong checksum or an impossible length are a {@link
 * CorruptShardException}. A shard compressed as a whole with gzip is recognised and read too. Not
 * thread-safe.
 */
public final class TfRecordReader implements Closeable {
  /** Longest record that is believed: 256 MiB. */
  static final int MAX_RECORD_BYTES = 256 << 20;

  private final String shard;
  private final FSDataInputStream file;
  private final long fileBytes;
  private final byte[] header = new byte[TfRecordWriter.HEADER_BYTES];
  private final ByteBuffer headerFields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);

  private InputStream in;
  private ReadAhead ahead;
  private boolean gzip;
  private long offset;
  private long recordOffset;
  private long records;

  private TfRecordReader(String shard, FSDataInputStream file, long fileBytes) {
    this.shard = shard;
    this.file = file;
    this.fileBytes = fileBytes;
    this.in = file;
  }

  /**
   * Opens a shard.
   *
   * @throws InvalidInputException when there is no such file
   */
  public static TfRecordReader open(FileSystem files, Path shard) throws IOException {
    try {
      long bytes = files.getFileStatus(shard).getLen();
      FSDataInputStream file = files.open(shard);
      TfRecordReader reader = new TfRecordReader(shard.toString(), file, bytes);
      try {
        reader.recogniseGzip();
        return reader;
      } catch (IOException | RuntimeException e) {
        // Ends the reading ahead too, if it began.
        reader.close();
        throw e;
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such shard: %s", shard);
    }
  }

  /** A plain shard may begin as gzip does, so the first length's checksum has the first word. */
  private void recogniseGzip() throws IOException {
    int read = in.readNBytes(header, 0, header.length);
    boolean plain = read == header.length && headerIsSound();
    boolean magic = read > 2 && header[0] == 0x1f && header[1] == (byte) 0x8b && header[2] == 8;
    file.seek(0);
    if (!plain && magic) {
      gzip = true;
      try {
        ahead = new ReadAhead(file, fileBytes);
        in = new SingleGzipStream(ahead);
      } catch (IOException e) {
        throw damaged("its gzip header is damaged", e);
      }
    }
  }

  private boolean headerIsSound() {
    return headerFields.getInt(Long.BYTES) == MaskedCrc.of(header, 0, Long.BYTES);
  }

  /**
   * Reads from here on ahead of {@link #next}, on a thread of its own; {@link #skip} ends it. A
   * compressed shard is always read so.
   */
  void readAhead() {
    if (ahead == null) {
      ahead = new ReadAhead(file, fileBytes - offset);
      in = ahead;
    }
  }

  private void seek(long position) throws IOException {
    if (ahead != null) {
      ahead.close();
      ahead = null;
      in = file;
    }
    file.seek(position);
  }

  /**
   * The next record's data, or null at the end of the shard.
   *
   * @throws CorruptShardException when the shard is damaged or cut short
   */
  public byte[] next() throws IOException {
    int length = nextLength();
    return length < 0 ? null : data(length);
  }

  /**
   * Passes over the next record, whose data and checksum are then not looked at.
   *
   * @return the length of its data in bytes, or -1 at the end of the shard
   */
  int skip() throws IOException {
    int length = nextLength();
    if (length >= 0) {
      long end = offset + length + TfRecordWriter.FOOTER_BYTES;
      if (gzip) {
        readFully(length + TfRecordWriter.FOOTER_BYTES, "data");
      } else {
        seek(end);
        offset = end;
      }
      records++;
    }
    return length;
  }

  /** The record at an offset that {@link #recordOffset} gave; the next one follows it. */
  byte[] nextAt(long position) throws IOException {
    try {
      if (gzip) {
        in.skipNBytes(position - offset);
      } else {
        seek(position);
      }
    } catch (EOFException e) {
      throw shorter(e);
    } catch (ZipException | ChecksumException e) {
      throw damaged("unreadable: " + e.getMessage(), e);
    }
    offset = position;
    byte[] data = next();
    if (data == null) {
      throw shorter(null);
    }
    return data;
  }

  private CorruptShardException shorter(EOFException cause) {
    return damaged("the file has become shorter while it was read", cause);
  }

  private int nextLength() throws IOException {
    recordOffset = offset;
    int read;
    try {
      read = in.readNBytes(header, 0, header.length);
    } catch (EOFException | ZipException | ChecksumException e) {
      throw damaged("unreadable: " + e.getMessage(), e);
    }
    if (read == 0) {
      return -1;
    }
    if (read < header.length) {
      throw cutShort("length", header.length, read);
    }
    offset += read;
    if (!headerIsSound()) {
      throw damaged("the length's checksum is wrong", null);
    }
    long length = headerFields.getLong(0);
    if (length < 0 || length > MAX_RECORD_BYTES) {
      throw damaged(
          String.format("length %d; expected 0 to %d bytes", length, MAX_RECORD_BYTES), null);
    }
    long left = fileBytes - offset - TfRecordWriter.FOOTER_BYTES;
    if (!gzip && length > left) {
      throw cutShort("data", length, Math.max(0, left));
    }
    return (int) length;
  }

  private byte[] data(int length) throws IOException {
    byte[] data = readFully(length, "data");
    byte[] footer = readFully(TfRecordWriter.FOOTER_BYTES, "checksum");
    int expected = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (expected != MaskedCrc.of(data, 0, length)) {
      throw damaged("the data's checksum is wrong", null);
    }
    records++;
    return data;
  }

  private byte[] readFully(int length, String part) throws IOException {
    byte[] bytes;
    int read;
    try {
      if (gzip) {
        // Nothing tells how much is there: a damaged length must not set its memory aside at once.
        bytes = in.readNBytes(length);
        read = bytes.length;
      } else {
        bytes = new byte[length];
        read = in.readNBytes(bytes, 0, length);
      }
    } catch (EOFException | ZipException | ChecksumException e) {
      throw damaged("unreadable: " + e.getMessage(), e);
    }
    if (read < length) {
      throw cutShort(part, length, read);
    }
    offset += read;
    return bytes;
  }

  private CorruptShardException cutShort(String part, long expected, long found) {
    return damaged(
        String.format("cut short in a record's %s: %d of %d bytes", part, found, expected), null);
  }

  private CorruptShardException damaged(String problem, Throwable cause) {
    String where = String.format("record %d: %s", records, problem);
    return new CorruptShardException(shard, recordOffset, where, cause);
  }

  /** Where the record returned last begins, in bytes of uncompressed data. */
  public long recordOffset() {
    return recordOffset;
  }

  /** Records read or passed over so far. */
  public long records() {
    return records;
  }

  @Override
  public void close() throws IOException {
    if (ahead != null) {
      ahead.close();
    }
    file.close();
  }
}
