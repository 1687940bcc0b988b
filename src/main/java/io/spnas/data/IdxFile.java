package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The idx format of MNIST and Fashion-MNIST, plain or compressed with gzip: a magic number that
 * tells type and number of dimensions, the dimensions, then unsigned bytes.
 *
 * @param path the file
 * @param count number of images or labels
 * @param rows height of an image in pixels; 1 for labels
 * @param columns width of an image in pixels; 1 for labels
 * @param values [count, rows, columns], unsigned
 */
public record IdxFile(String path, int count, int rows, int columns, byte[] values) {
  private static final int UNSIGNED_BYTES = 0x08;

  /** Reads a file of grey images: [count, rows, columns]. */
  public static IdxFile images(FileSystem files, Path path) throws IOException {
    return read(files, path, 3, "images");
  }

  /** Reads a file of labels: [count]. */
  public static IdxFile labels(FileSystem files, Path path) throws IOException {
    return read(files, path, 1, "labels");
  }

  private static IdxFile read(FileSystem files, Path path, int dimensions, String kind)
      throws IOException {
    try (InputStream in = open(files, path)) {
      int magic = header(in, path);
      int expected = UNSIGNED_BYTES << 8 | dimensions;
      if (magic != expected) {
        throw new InvalidInputException(
            "Not an idx file of %s: %s begins with 0x%08x; expected 0x%08x",
            kind, path, magic, expected);
      }
      int[] shape = {1, 1, 1};
      long size = 1;
      for (int i = 0; i < dimensions; i++) {
        shape[i] = header(in, path);
        size = shape[i] < 1 || size > Integer.MAX_VALUE ? -1 : size * shape[i];
        if (size < 1 || size > Integer.MAX_VALUE - 8) {
          throw new InvalidInputException(
              "Bad idx file %s: dimension %d is %d; expected 1 or more, and less than 2 GiB in all",
              path, i, shape[i]);
        }
      }
      byte[] values = in.readNBytes((int) size);
      if (values.length < size) {
        throw cutShort(path, size, values.length);
      }
      if (in.read() >= 0) {
        throw new InvalidInputException(
            "Bad idx file %s: more bytes follow the expected %d", path, size);
      }
      return new IdxFile(path.toString(), shape[0], shape[1], shape[2], values);
    } catch (EOFException | ZipException e) {
      throw new InvalidInputException(
          "Bad idx file %s: its gzip data is damaged: %s", path, e.getMessage());
    }
  }

  private static InputStream open(FileSystem files, Path path) throws IOException {
    InputStream in;
    try {
      in = new BufferedInputStream(files.open(path));
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such file: %s", path);
    }
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static int header(InputStream in, Path path) throws IOException {
    byte[] word = in.readNBytes(Integer.BYTES);
    if (word.length < Integer.BYTES) {
      throw cutShort(path, Integer.BYTES, word.length);
    }
    return ByteBuffer.wrap(word).getInt();
  }

  private static InvalidInputException cutShort(Path path, long expected, long found) {
    return new InvalidInputException(
        "Idx file %s is cut short: found %d of %d bytes", path, found, expected);
  }

  /** The bytes of one image or label. */
  public byte[] item(int index) {
    int size = rows * columns;
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  /** One label. */
  public int label(int index) {
    return values[index] & 0xff;
  }
}
