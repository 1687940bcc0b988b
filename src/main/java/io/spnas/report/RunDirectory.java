package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Directory of one run, on any Hadoop file system: {@code config.resolved.conf}, {@code
 * provenance.json}, {@code metrics.jsonl}, {@code events/}, {@code checkpoints/} and {@code
 * architecture.json}; of a search that scores candidates also {@code candidates.jsonl}; of the
 * training of a network also {@code labels.txt}, {@code result.json} once it is over, and {@code
 * evaluation.json} once it has been evaluated. {@code report.html} shows all of it. A file {@code
 * stop} in it asks the run to stop.
 */
public final class RunDirectory {
  private static final String CONFIGURATION = "config.resolved.conf";
  private static final String ARCHITECTURE = "architecture.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String CANDIDATES = "candidates.jsonl";
  private static final String LABELS = "labels.txt";
  private static final String RESULT = "result.json";
  private static final String EVALUATION = "evaluation.json";
  private static final String PROVENANCE = "provenance.json";
  private static final String REPORT = "report.html";
  private static final String STOP = "stop";

  private final Path path;
  private final FileSystem files;

  /**
   * @param directory path of the directory, which need not exist
   * @param hadoop how to reach its file system
   * @throws InvalidInputException if the path or its file system can't be reached
   */
  public RunDirectory(String directory, Configuration hadoop) {
    try {
      this.path = new Path(directory);
      this.files = HadoopFiles.of(path, hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("Cannot use run directory %s: %s", directory, e.getMessage());
    }
  }

  /** Path of the directory, as given. */
  @Override
  public String toString() {
    return path.toString();
  }

  /** Path of the directory with its file system, the same in every process. */
  public String location() {
    return files.makeQualified(path).toString();
  }

  /** Path of the checkpoints. */
  public String checkpoints() {
    return new Path(path, "checkpoints").toString();
  }

  /** Path of metrics.jsonl. */
  public String metrics() {
    return new Path(path, METRICS).toString();
  }

  /** Path of candidates.jsonl, which searches have that score candidates. */
  public String candidates() {
    return new Path(path, CANDIDATES).toString();
  }

  /** Path of the directory of TensorBoard's events. */
  public String events() {
    return new Path(path, "events").toString();
  }

  /** Whether a run has been started here. */
  public boolean holdsRun() throws IOException {
    return files.exists(new Path(path, CONFIGURATION));
  }

  /**
   * Makes the directory for a new run.
   *
   * @param configuration resolved configuration of the run
   * @throws InvalidInputException if it holds a run already, or anything else
   */
  public void begin(String configuration) throws IOException {
    if (holdsRun()) {
      throw new InvalidInputException(
          "Run directory %s holds a run already: name another, or continue it with --resume", path);
    }
    if (holdsAnything()) {
      throw new InvalidInputException(
          "Run directory %s holds other files, expected a new or empty directory", path);
    }
    files.mkdirs(path);
    write(CONFIGURATION, configuration);
  }

  /** Whether there is any file, but for what a run leaves that was killed as it began. */
  private boolean holdsAnything() throws IOException {
    if (!files.exists(path)) {
      return false;
    }
    String leftover = aside(CONFIGURATION).getName();
    return Arrays.stream(files.listStatus(path))
        .anyMatch(file -> !file.getPath().getName().equals(leftover));
  }

  /**
   * Resolved configuration of the run.
   *
   * @throws InvalidInputException if there is no run
   */
  public String configuration() throws IOException {
    return read(CONFIGURATION);
  }

  /** Replaces the resolved configuration, when a run is continued with more steps. */
  public void configuration(String configuration) throws IOException {
    write(CONFIGURATION, configuration);
  }

  /** Keeps what a driver says of itself when it starts the run, or goes on with it. */
  public void started(RunStart start) throws IOException {
    List<RunStart> starts = new ArrayList<>(starts());
    starts.add(start);
    write(PROVENANCE, RunStart.json(starts));
  }

  /** What the run's drivers said of themselves, in their order. */
  public List<RunStart> starts() throws IOException {
    return files.exists(new Path(path, PROVENANCE)) ? RunStart.parse(read(PROVENANCE)) : List.of();
  }

  /** Asks the run to keep a checkpoint and stop. */
  public void requestStop() throws IOException {
    files.create(new Path(path, STOP), true).close();
  }

  /** Whether the run is asked to stop. */
  public boolean isStopRequested() throws IOException {
    return files.exists(new Path(path, STOP));
  }

  /** Forgets that the run was asked to stop. */
  public void clearStop() throws IOException {
    files.delete(new Path(path, STOP), false);
  }

  /** Writes architecture.json. */
  public void architecture(String json) throws IOException {
    write(ARCHITECTURE, json);
  }

  /**
   * Text of architecture.json.
   *
   * @throws InvalidInputException if there is none
   */
  public String architecture() throws IOException {
    return read(ARCHITECTURE);
  }

  /** Whether a network has been found, or was given. */
  public boolean holdsArchitecture() throws IOException {
    return files.exists(new Path(path, ARCHITECTURE));
  }

  /** Whether the run trains a network; else it searches one. */
  public boolean holdsTraining() throws IOException {
    return files.exists(new Path(path, LABELS));
  }

  /**
   * When anything of the run was last written, pictures of it aside; some file systems tell it late
   * of an open file.
   */
  public Instant lastChange() throws IOException {
    long newest = 0;
    for (FileStatus file : files.listStatus(path, file -> !file.getName().equals(REPORT))) {
      newest = Math.max(newest, file.getModificationTime());
    }
    return Instant.ofEpochMilli(newest);
  }

  /** Path of architecture.json. */
  public String architecturePath() {
    return new Path(path, ARCHITECTURE).toString();
  }

  /** Writes the names of the classes that the run's network tells apart. */
  public void labels(List<String> labels) throws IOException {
    write(LABELS, String.join("\n", labels) + "\n");
  }

  /**
   * Names of the classes.
   *
   * @throws InvalidInputException if the run trains no network
   */
  public List<String> labels() throws IOException {
    if (!files.exists(new Path(path, LABELS))) {
      throw new InvalidInputException(
          "Run directory %s holds no %s, expected the training of a network (train"
              + " --architecture %s)",
          path, LABELS, new Path(path, ARCHITECTURE));
    }
    return read(LABELS).lines().toList();
  }

  /** Writes what a training came to; from then on it counts as over. */
  public void result(String json) throws IOException {
    write(RESULT, json);
  }

  /** Whether the training is over. */
  public boolean holdsResult() throws IOException {
    return files.exists(new Path(path, RESULT));
  }

  /**
   * What the training came to.
   *
   * @throws InvalidInputException if it is not over
   */
  public String result() throws IOException {
    return read(RESULT);
  }

  /** Forgets the result, when a run is continued. */
  public void clearResult() throws IOException {
    files.delete(new Path(path, RESULT), false);
  }

  /** Writes what an evaluation of the run's network counted. */
  public void evaluation(RunEvaluation evaluation) throws IOException {
    write(EVALUATION, evaluation.json());
  }

  /**
   * What the last evaluation of the run's network counted.
   *
   * @throws InvalidInputException if the file that holds it is damaged
   */
  public Optional<RunEvaluation> evaluation() throws IOException {
    return files.exists(new Path(path, EVALUATION))
        ? Optional.of(RunEvaluation.parse(read(EVALUATION), new Path(path, EVALUATION).toString()))
        : Optional.empty();
  }

  /** Writes the page that shows the run. */
  public void report(String html) throws IOException {
    write(REPORT, html);
  }

  /** Path of the page that shows the run. */
  public String reportPath() {
    return new Path(path, REPORT).toString();
  }

  /** Writes a file aside and renames it, so that it is never seen half written. */
  private void write(String name, String text) throws IOException {
    Path aside = aside(name);
    try (OutputStream out = files.create(aside, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    HadoopFiles.replace(files, aside, new Path(path, name));
  }

  private Path aside(String name) {
    return new Path(path, "." + name + ".tmp");
  }

  private String read(String name) throws IOException {
    try (FSDataInputStream in = files.open(new Path(path, name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Cannot find %s in %s, expected the directory of a run", name, path);
    }
  }
}
