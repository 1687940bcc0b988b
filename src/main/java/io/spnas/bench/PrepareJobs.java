package io.spnas.bench;

import io.spnas.data.ImageCheck;
import java.io.IOException;

/** Jobs that {@link PrepareBenchmark} times, with the application that runs them. */
public interface PrepareJobs {
  /** Cores that work at once. */
  int cores();

  /**
   * Copies a file into parts, decoding nothing.
   *
   * @param file the file
   * @param bytes its length
   * @param out directory of the parts
   * @param parts how many
   */
  void copy(String file, long bytes, String out, int parts) throws IOException;

  /**
   * Writes an archive of ImageNet's structure as shards.
   *
   * @param archive the archive
   * @param out directory of the shards
   * @param shards how many
   * @param check how images are checked
   * @return images written
   */
  long prepare(String archive, String out, int shards, ImageCheck check) throws IOException;
}
