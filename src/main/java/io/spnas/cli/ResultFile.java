package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that a command writes when its work is done, whole or not at all. */
final class ResultFile {
  private final FileSystem files;
  private final Path path;

  private ResultFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Checks before the work that the file can be written after it.
   *
   * @param option names the file, for messages
   * @param file on any Hadoop file system
   * @throws InvalidInputException if there is a directory of its name, or none to put it into
   */
  static ResultFile of(String option, String file, Configuration hadoop) throws IOException {
    Path path = ShardFiles.path(file);
    FileSystem files = ShardFiles.fileSystem(path, hadoop);
    Path absolute = files.makeQualified(path);
    if (files.exists(absolute) && files.getFileStatus(absolute).isDirectory()) {
      throw new InvalidInputException("%s: %s is a directory, expected a file", option, file);
    }
    Path parent = absolute.getParent();
    if (parent != null && !files.exists(parent)) {
      throw new InvalidInputException(
          "%s: no directory %s, expected one to write %s into", option, parent, path.getName());
    }
    return new ResultFile(files, absolute);
  }

  /** Whether there is such a file. */
  boolean isThere() throws IOException {
    return files.exists(path);
  }

  /**
   * Refuses to replace a file.
   *
   * @param option names the file, for messages
   * @param permission option that would allow it
   * @throws InvalidInputException if it is there already
   */
  void requireAbsent(String option, String permission) throws IOException {
    if (isThere()) {
      throw new InvalidInputException(
          "%s: file %s is there already, expected a new one, or %s", option, path, permission);
    }
  }

  /** Whether the file is there and holds this and nothing else. */
  boolean holds(byte[] content) throws IOException {
    if (!isThere() || files.getFileStatus(path).getLen() != content.length) {
      return false;
    }
    try (FSDataInputStream in = files.open(path)) {
      return Arrays.equals(in.readAllBytes(), content);
    }
  }

  /** Writes the file, in the place of one that is there already. */
  void write(byte[] content) throws IOException {
    ShardFiles.write(files, path, content);
  }
}
