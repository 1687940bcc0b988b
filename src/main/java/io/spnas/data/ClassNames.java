package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file {@code labels.txt} beside the shards: names of the classes, one a line, in order. */
public final class ClassNames {
  private static final String FILE = "labels.txt";

  private ClassNames() {}

  /** Names by class, from 0; an empty list where a directory has no such file. */
  public static List<String> read(FileSystem files, Path directory) throws IOException {
    Path file = new Path(directory, FILE);
    return files.exists(file)
        ? new String(ShardFiles.read(files, file), StandardCharsets.UTF_8).lines().toList()
        : List.of();
  }

  /** As {@link #read(FileSystem, Path)}, of a directory on any Hadoop file system. */
  public static List<String> read(Configuration hadoop, String directory) throws IOException {
    Path path = ShardFiles.path(directory);
    return read(ShardFiles.fileSystem(path, hadoop), path);
  }

  /**
   * Writes the names, whole or not at all.
   *
   * @throws InvalidInputException when the directory has other names already
   */
  public static void write(FileSystem files, Path directory, List<String> names)
      throws IOException {
    List<String> present = read(files, directory);
    requireSame(directory, present, names);
    if (present.isEmpty()) {
      String lines = String.join("\n", names) + "\n";
      ShardFiles.write(files, new Path(directory, FILE), lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Holds the splits of one directory to the same classes in the same order. */
  public static void requireSame(Path directory, List<String> present, List<String> names) {
    if (present.isEmpty() || present.equals(names)) {
      return;
    }
    int i = 0;
    while (i < Math.min(present.size(), names.size()) && present.get(i).equals(names.get(i))) {
      i++;
    }
    throw new InvalidInputException(
        "Other classes than in %s: class %d is %s, there %s; all splits of a directory have the"
            + " same classes",
        new Path(directory, FILE), i, at(names, i), at(present, i));
  }

  private static String at(List<String> names, int i) {
    return i < names.size() ? "'" + names.get(i) + "'" : "missing";
  }
}
