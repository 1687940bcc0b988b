package io.spnas.data;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Names and small files of a directory of shards, on any Hadoop file system. */
public final class ShardFiles {
  private static final Pattern SPLIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final int SMALL_FILE_BYTES = 256 << 20;

  private ShardFiles() {}

  /**
   * The file system of a path. Local files are read and written without Hadoop's {@code .crc} side
   * files: records carry their own checksums, and a stale side file would hide them.
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    try {
      return HadoopFiles.of(path, configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new InvalidInputException("No file system for %s: %s", path, e.getMessage());
    }
  }

  /** A path from a user's argument. */
  public static Path path(String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("Not a path: '%s' (%s)", text, e.getMessage());
    }
  }

  /** Name of a shard as ImageNet's are called: {@code train-00000-of-01024}. */
  public static String shardName(String split, int index, int count) {
    return String.format("%s-%05d-of-%05d", split, index, count);
  }

  /**
   * A pattern of the names {@link #shardName} gives, perhaps with {@code .tfrecord} or {@code .gz}
   * after it; groups 1 and 2 are index and count.
   */
  public static Pattern shardNames(String split) {
    return Pattern.compile(
        Pattern.quote(requireSplit(split)) + "-(\\d{5})-of-(\\d{5})(?:\\.tfrecord)?(?:\\.gz)?");
  }

  /** Returns the name of a split when it can be part of a file's name. */
  public static String requireSplit(String split) {
    if (!SPLIT.matcher(split).matches()) {
      throw new InvalidInputException(
          "Not a name for a split: '%s'; expected letters, digits, '.', '_' or '-'", split);
    }
    return split;
  }

  /** Name of the file that marks a split whose preparation began and has not ended. */
  public static String unfinishedMark(String split) {
    return "_" + requireSplit(split) + ".unfinished";
  }

  /** Whether a name is that of a temporary or hidden file, which readers pass over. */
  public static boolean hidden(String name) {
    return name.startsWith(".") || name.startsWith("_") || name.endsWith(".tmp");
  }

  /** A hidden name beside a file, of its own for each try. */
  static Path aside(Path file) {
    return new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Writes a small file aside and renames it, so that it is there whole or not at all. */
  public static void write(FileSystem files, Path file, byte[] content) throws IOException {
    Path aside = aside(file);
    try {
      try (OutputStream out = files.create(aside, true)) {
        out.write(content);
      }
      rename(files, aside, file);
    } catch (IOException | FSError e) {
      files.delete(aside, false);
      throw failedWrite(file, e);
    }
  }

  /** Renames a file, in the place of one that is there already. */
  static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (files.exists(to)) {
      files.delete(to, false);
    }
    if (!files.rename(from, to)) {
      throw new IOException("could not rename " + from);
    }
  }

  /** One line for a failed write; Hadoop throws an {@link FSError} where a local disk is full. */
  static IOException failedWrite(Path file, Throwable e) {
    Throwable cause = e instanceof FSError && e.getCause() != null ? e.getCause() : e;
    String problem = String.valueOf(cause.getMessage());
    return problem.contains("No space left on device")
        ? new IOException("No space left on device while writing " + file, e)
        : new IOException("Cannot write " + file + ": " + problem, e);
  }

  /**
   * Reads a whole small file, such as an image.
   *
   * @throws InvalidInputException when it is missing, or longer than 256 MiB
   */
  public static byte[] read(FileSystem files, Path file) throws IOException {
    long bytes;
    try {
      bytes = files.getFileStatus(file).getLen();
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such file: %s", file);
    }
    if (bytes > SMALL_FILE_BYTES) {
      throw new InvalidInputException(
          "File %s has %d bytes; expected at most %d", file, bytes, SMALL_FILE_BYTES);
    }
    byte[] content = new byte[(int) bytes];
    try (FSDataInputStream in = files.open(file)) {
      in.readFully(content);
    }
    return content;
  }
}
