package io.spnas.config;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** File systems for what a run writes. */
public final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * File system of a path; the local one without its checksums, which leave a hidden file beside
   * each and can't flush.
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Renames a file to a name that may be taken; readers see the old one, the new one or none. */
  public static void replace(FileSystem files, Path from, Path to) throws IOException {
    files.delete(to, false);
    if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
