package io.spnas.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

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

  /**
   * Whether a file can grow while others read it. Object stores, such as S3, can't: there a file is
   * written as a whole, and is seen when it is closed.
   */
  public static boolean canAppend(FileSystem files, Path path) throws IOException {
    return files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND);
  }

  /**
   * Renames a file to a name that may be taken. Readers see the old file or the new one, also after
   * a crash at any moment.
   */
  public static void replace(FileSystem files, Path from, Path to) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      Files.move(
          local.pathToFile(from).toPath(),
          local.pathToFile(to).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else if (canAppend(files, to)) {
      // FileSystem's own rename refuses a name that is taken.
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(files.makeQualified(from), files.makeQualified(to), Options.Rename.OVERWRITE);
    } else if (files.exists(to)) {
      // An object store can't rename over an object, but the end of an upload replaces it at once.
      FileUtil.copy(files, from, files, to, true, true, files.getConf());
    } else if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
