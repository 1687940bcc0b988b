package io.spnas.report.export;

import io.spnas.config.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A float32 array in NumPy's file format .npy: magic number, version, length of the header, header
 * (a Python dictionary), values in little-endian byte order, the last dimension fastest.
 *
 * @param shape dimensions, outermost first
 * @param values the values
 */
record NpyArray(List<Integer> shape, float[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final String FLOAT32 = "<f4";

  /** Values begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': *'([^']*)', *'fortran_order': *(True|False), *'shape': *\\(([0-9, ]*)\\),?"
              + " *\\}\\s*");

  /** The bytes of a file of version 1.0, the same for the same array. */
  byte[] encode() {
    String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            FLOAT32,
            sizes,
            shape.size() == 1 ? "," : "");
    int before = MAGIC.length + 2 + Short.BYTES;
    // At least the line feed follows the dictionary.
    int start = (before + dictionary.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes =
        ByteBuffer.allocate(start + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (start - before));
    bytes.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (bytes.position() < start - 1) {
      bytes.put((byte) ' ');
    }
    bytes.put((byte) '\n').asFloatBuffer().put(values);
    return bytes.array();
  }

  /**
   * Reads a file.
   *
   * @param bytes the whole file
   * @param name of the array, for messages
   * @throws InvalidInputException if it is not a float32 array in C order
   */
  static NpyArray decode(byte[] bytes, String name) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Matcher header = HEADER.matcher(header(buffer, name));
    if (!header.matches()) {
      throw new InvalidInputException("array %s has no header that NumPy writes", name);
    }
    if (!header.group(1).equals(FLOAT32)) {
      throw new InvalidInputException(
          "array %s has dtype %s, expected %s (NumPy: a.astype('<f4'))",
          name, header.group(1), FLOAT32);
    }
    List<Integer> shape = shape(header.group(3), name);
    if (header.group(2).equals("True")) {
      throw new InvalidInputException(
          "array %s is in Fortran order, expected C order (NumPy: numpy.ascontiguousarray(a))",
          name);
    }
    long expected =
        shape.stream().mapToLong(Integer::longValue).reduce(Float.BYTES, NpyArray::times);
    if (buffer.remaining() != expected) {
      throw new InvalidInputException(
          "array %s has %d bytes of values, expected %d for shape %s",
          name, buffer.remaining(), expected, shape);
    }
    float[] values = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(values);
    return new NpyArray(shape, values);
  }

  private static long times(long a, long b) {
    // Beyond any file, and without overflow.
    return b == 0 || a <= Long.MAX_VALUE / b ? a * b : Long.MAX_VALUE;
  }

  private static String header(ByteBuffer buffer, String name) {
    byte[] magic = new byte[MAGIC.length];
    if (buffer.remaining() >= MAGIC.length + 2 + Integer.BYTES) {
      buffer.get(magic);
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw new InvalidInputException("array %s is not in NumPy's format .npy", name);
    }
    int version = buffer.get();
    buffer.get();
    if (version < 1 || version > 3) {
      throw new InvalidInputException(
          "array %s is in version %d of NumPy's format, expected 1 to 3", name, version);
    }
    long length =
        version == 1
            ? Short.toUnsignedLong(buffer.getShort())
            : Integer.toUnsignedLong(buffer.getInt());
    if (length > buffer.remaining()) {
      throw new InvalidInputException("array %s ends within its header", name);
    }
    byte[] text = new byte[(int) length];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static List<Integer> shape(String text, String name) {
    List<Integer> shape = new ArrayList<>();
    for (String size : text.split(",")) {
      if (!size.isBlank()) {
        try {
          shape.add(Integer.parseInt(size.strip()));
        } catch (NumberFormatException e) {
          throw new InvalidInputException("array %s has shape (%s)", name, text);
        }
      }
    }
    return shape;
  }
}
