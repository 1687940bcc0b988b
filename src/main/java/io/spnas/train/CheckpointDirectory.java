package io.spnas.train;

import io.spnas.config.HadoopFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
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
  private static final String ASIDE = ".tmp";
  private static final int BUFFER_BYTES = 1 << 20;

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
   * Keeps a checkpoint, and removes all but the newest {@code keep} ones.
   *
   * @throws IOException if it can't be written; the message names the file
   */
  public void write(Checkpoint checkpoint, int keep) throws IOException {
    Path file = file(checkpoint.step());
    // A worker that is given up for lost may still be writing the same one.
    Path aside = new Path(directory, "." + file.getName() + "." + UUID.randomUUID() + ASIDE);
    try {
      files.mkdirs(directory);
      try (OutputStream out = files.create(aside, true)) {
        CheckpointFormat.write(out, checkpoint);
      }
      HadoopFiles.replace(files, aside, file);
      List<Path> newestFirst = checkpoints();
      for (Path old : newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
        files.delete(old, false);
      }
    } catch (IOException | FSError e) {
      deleteQuietly(aside);
      throw new IOException("Cannot write checkpoint " + file + ": " + problem(e), e);
    }
  }

  /** Hadoop throws an {@link FSError} where a local disk is full. */
  private static String problem(Throwable e) {
    return String.valueOf(
        (e instanceof FSError && e.getCause() != null ? e.getCause() : e).getMessage());
  }

  private void deleteQuietly(Path aside) {
    try {
      files.delete(aside, false);
    } catch (IOException e) {
      LOG.debug("Cannot delete {}", aside, e);
    }
  }

  /**
   * The newest checkpoint that can be read; damaged ones are passed over with a warning.
   *
   * @throws IOException if the file system can't be reached
   */
  public Optional<Checkpoint> newest() throws IOException {
    for (Path file : checkpoints()) {
      try {
        return Optional.of(read(file));
      } catch (CorruptCheckpointException e) {
        LOG.warn("{}; taking the one before", e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * The checkpoint of a step.
   *
   * @throws CorruptCheckpointException if it is damaged
   * @throws IOException if it can't be read
   */
  public Checkpoint read(long step) throws IOException {
    return read(file(step));
  }

  private Checkpoint read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(files.open(file), BUFFER_BYTES)) {
      return CheckpointFormat.read(in, file.toString());
    }
  }

  private Path file(long step) {
    return new Path(directory, String.format("step-%08d%s", step, SUFFIX));
  }

  /** Whether there is no checkpoint, not even a damaged one. */
  public boolean isEmpty() throws IOException {
    return checkpoints().isEmpty();
  }

  /** Removes what workers that were killed left half written. No worker may be running. */
  public void sweep() throws IOException {
    for (Path aside : list(name -> name.startsWith(".") && name.endsWith(ASIDE))) {
      files.delete(aside, false);
    }
  }

  /** The newest first. */
  private List<Path> checkpoints() throws IOException {
    return list(name -> name.matches("step-\\d+\\" + SUFFIX));
  }

  private List<Path> list(Predicate<String> names) throws IOException {
    if (!files.exists(directory)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(directory))
        .map(FileStatus::getPath)
        .filter(path -> names.test(path.getName()))
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }
}
