package io.spnas.report.export;

import io.spnas.config.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** NumPy's archive of named arrays, .npz: a zip file with a .npy file for each. */
final class NpzFile {
  private static final String SUFFIX = ".npy";

  /**
   * Of every file, so that the same arrays give the same bytes. To the earliest time that zip has,
   * the first of January, Java would add that of the machine's time zone.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private NpzFile() {}

  /** The bytes of an archive, as {@code numpy.savez} would write it: not compressed. */
  static byte[] encode(Map<String, NpyArray> arrays) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
        byte[] content = array.getValue().encode();
        ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum(content));
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an archive, compressed or not.
   *
   * @param bytes the whole archive
   * @throws InvalidInputException if it is damaged, or holds something else than float32 arrays
   * @throws IOException if no temporary file can be written
   */
  static Map<String, NpyArray> decode(byte[] bytes) throws IOException {
    // The directory at the end tells whether an archive is whole; only a file's is read.
    Path temporary = Files.createTempFile("spnas-", ".npz");
    try {
      Files.write(temporary, bytes);
      return decode(temporary);
    } finally {
      Files.delete(temporary);
    }
  }

  private static Map<String, NpyArray> decode(Path file) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName().replaceAll("\\" + SUFFIX + "$", "");
        if (arrays.put(name, NpyArray.decode(content(zip, entry, name), name)) != null) {
          throw new InvalidInputException("array %s is there twice", name);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("it is no whole zip file (%s)", e.getMessage());
    }
    return arrays;
  }

  private static byte[] content(ZipFile zip, ZipEntry entry, String name) throws IOException {
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    // ZipFile itself doesn't check.
    if (content.length != entry.getSize() || checksum(content) != entry.getCrc()) {
      throw new InvalidInputException("array %s is damaged: its checksum is wrong", name);
    }
    return content;
  }

  private static long checksum(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    return checksum.getValue();
  }
}
