package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The runs in a directory and up to four levels below it: a comparison in it has its runs three
 * levels below itself.
 *
 * @param readable runs that could be read, the last changed one first
 * @param unreadable directories that look like runs and could not be read, by path
 */
public record RunsBelow(List<RunSummary> readable, List<Unreadable> unreadable) {
  private static final int LEVELS = 4;

  /** Any of these makes a directory that of a run; a damaged one may miss others. */
  private static final Set<String> MARKS =
      Set.of("config.resolved.conf", "metrics.jsonl", "checkpoints");

  /**
   * A directory that could not be read.
   *
   * @param directory its path
   * @param reason why, in one line
   */
  public record Unreadable(String directory, String reason) {}

  /**
   * Looks for runs. One that can't be read does not hide the others.
   *
   * @param directory where to look, on any Hadoop file system
   * @param hadoop how to reach it
   * @param silentSince a run that has not written since then counts as stopped
   * @throws InvalidInputException if there is no such directory
   * @throws IOException if the directory itself can't be read
   */
  public static RunsBelow of(String directory, Configuration hadoop, Instant silentSince)
      throws IOException {
    RunsBelow found = new RunsBelow(new ArrayList<>(), new ArrayList<>());
    Path top = path(directory);
    FileSystem files = HadoopFiles.of(top, hadoop);
    found.look(children(files, top), top, LEVELS, new Search(files, hadoop, silentSince));
    found.readable.sort(
        Comparator.comparing(RunSummary::lastChange)
            .reversed()
            .thenComparing(RunSummary::directory));
    found.unreadable.sort(Comparator.comparing(Unreadable::directory));
    return found;
  }

  private record Search(FileSystem files, Configuration hadoop, Instant silentSince) {}

  private static Path path(String directory) {
    try {
      return new Path(directory);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("Not a path: '%s' (%s)", directory, e.getMessage());
    }
  }

  private static List<FileStatus> children(FileSystem files, Path directory) throws IOException {
    try {
      if (!files.getFileStatus(directory).isDirectory()) {
        throw new InvalidInputException("%s is a file, expected a directory of runs", directory);
      }
      return Stream.of(files.listStatus(directory)).toList();
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No directory %s, expected one of runs", directory);
    }
  }

  private void look(List<FileStatus> children, Path directory, int levels, Search search) {
    Set<String> names =
        children.stream().map(child -> child.getPath().getName()).collect(Collectors.toSet());
    if (names.stream().anyMatch(MARKS::contains)) {
      add(directory, search);
    } else if (levels > 0) {
      for (FileStatus child : children) {
        if (child.isDirectory() && !child.getPath().getName().startsWith(".")) {
          Path below = new Path(directory, child.getPath().getName());
          try {
            look(children(search.files, below), below, levels - 1, search);
          } catch (IOException | InvalidInputException e) {
            unreadable.add(new Unreadable(below.toString(), oneLine(e)));
          }
        }
      }
    }
  }

  private void add(Path directory, Search search) {
    try {
      readable.add(RunSummary.read(directory.toString(), search.hadoop, search.silentSince));
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with it, the others are to be told.
      unreadable.add(new Unreadable(directory.toString(), oneLine(e)));
    }
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().split("\\R", 2)[0];
  }
}
