package io.spnas.spark.prepare;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tar archives in memory, in the structure of ImageNet's. */
public final class TarFiles {
  private TarFiles() {}

  /** An archive of files in their order, as GNU tar writes it. */
  public static byte[] of(Map<String, byte[]> files) throws IOException {
    return of(files, TarArchiveOutputStream.LONGFILE_GNU);
  }

  static byte[] of(Map<String, byte[]> files, int longNames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(longNames);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** An archive of class archives. */
  public static byte[] ofClasses(Map<String, Map<String, byte[]>> classes) throws IOException {
    Map<String, byte[]> archives = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, byte[]>> one : classes.entrySet()) {
      archives.put(one.getKey() + ".tar", of(one.getValue()));
    }
    return of(archives);
  }
}
