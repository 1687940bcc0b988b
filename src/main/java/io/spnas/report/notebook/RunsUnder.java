package io.spnas.report.notebook;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import io.spnas.report.RunView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Runs in a directory, and in the directories of sweeps and comparisons in it. */
final class RunsUnder {
  private static final String[] LEVELS = {"*", "*/*", "*/*/*", "*/*/*/*"};

  private RunsUnder() {}

  /**
   * Reads all runs.
   *
   * @return runs by their path below the directory, in alphabetical order
   * @throws InvalidInputException if there is none
   */
  static Map<String, RunView> read(String directory, Configuration hadoop) throws IOException {
    Map<String, RunView> runs = new LinkedHashMap<>();
    for (Map.Entry<String, Path> run : paths(directory, hadoop).entrySet()) {
      runs.put(run.getKey(), RunView.read(run.getValue().toString(), hadoop));
    }
    return runs;
  }

  /** Paths of runs by their path below the directory. */
  static Map<String, Path> paths(String directory, Configuration hadoop) throws IOException {
    Path root = new Path(directory);
    FileSystem files = HadoopFiles.of(root, hadoop);
    Map<String, Path> runs = new TreeMap<>();
    for (String level : LEVELS) {
      FileStatus[] found = files.globStatus(new Path(root, level + "/config.resolved.conf"));
      for (FileStatus file : found == null ? new FileStatus[0] : found) {
        Path run = file.getPath().getParent();
        runs.put(files.makeQualified(root).toUri().relativize(run.toUri()).getPath(), run);
      }
    }
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "No run in %s, expected directories with a config.resolved.conf in it", directory);
    }
    return runs;
  }
}
