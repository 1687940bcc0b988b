package io.spnas.train;

import io.spnas.config.HadoopFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run, {@code step-00000400.checkpoint}, on any Hadoop file system. A file is
 * written aside and renamed, so what bears the name is whole; the newest few are kept.
 */
public final class CheckpointDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
  private static final String SUFFIX = ".checkpoint";

  private final Path directory;
  private final FileSystem files;

  /**
   * @param directory path of the directory; it is made with the first checkpoint
   * @param hadoop how to reach its file system
   */
  public CheckpointDirectory(String directory, Configuration hadoop) throws IOException {
    this.directory = new Path(directory);
    this.files = HadoopFiles.of(this.directory, hadoop);
  }

  /**
   * Keeps a state, and removes all but the newest {@code keep} ones.
   *
   * @throws IOException if it can't be written
   */
  public void write(SearchState state, int keep) throws IOException {
    String name = String.format("step-%08d%s", state.step(), SUFFIX);
    Path aside = new Path(directory, "." + name + ".tmp");
    files.mkdirs(directory);
    try (OutputStream out = new BufferedOutputStream(files.create(aside, true), 1 << 20)) {
      CheckpointFormat.write(out, state);
    }
    HadoopFiles.replace(files, aside, new Path(directory, name));
    List<Path> newestFirst = list();
    for (Path old : newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
      files.delete(old, false);
    }
  }

  /**
   * The newest state that can be read; damaged ones are passed over with a warning.
   *
   * @throws IOException if the file system can't be reached
   */
  public Optional<SearchState> latest() throws IOException {
    for (Path file : list()) {
      try (InputStream in = new BufferedInputStream(files.open(file), 1 << 20)) {
        return Optional.of(CheckpointFormat.read(in, file.toString()));
      } catch (CorruptCheckpointException e) {
        LOG.warn("{}; taking the one before", e.getMessage());
      }
    }
    return Optional.empty();
  }

  private List<Path> list() throws IOException {
    if (!files.exists(directory)) {
      return new ArrayList<>();
    }
    return Arrays.stream(files.listStatus(directory))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().matches("step-\\d+\\" + SUFFIX))
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }
}
