package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.train.StepRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes metrics.jsonl while a run goes on. Others can read each record at once, or, on file
 * systems where a file can't grow, after ten seconds at most. Written by one worker, rank 0.
 *
 * <p>Besides records of steps a log may hold lines of other kinds; they are passed over in reading,
 * and stay.
 */
public final class MetricsLog implements AutoCloseable {
  private final GrowingFile file;

  private MetricsLog(GrowingFile file) {
    this.file = file;
  }

  /**
   * Opens the log of a run.
   *
   * @param file path of metrics.jsonl
   * @param hadoop how to reach its file system
   * @param firstStep steps done when the run starts; records of later steps are dropped, since the
   *     run writes them again
   */
  public static MetricsLog open(String file, Configuration hadoop, long firstStep)
      throws IOException {
    Path path = new Path(file);
    FileSystem files = HadoopFiles.of(path, hadoop);
    StringBuilder kept = new StringBuilder();
    for (String line : lines(files, path)) {
      Optional<StepRecord> record = MetricsFormat.parse(line);
      if (record.isEmpty() || record.get().step() <= firstStep) {
        kept.append(line).append('\n');
      }
    }
    return new MetricsLog(GrowingFile.open(files, path, utf8(kept.toString())));
  }

  /** Appends a record. */
  public void append(StepRecord record) throws IOException {
    add(MetricsFormat.line(record));
  }

  /** Appends an event. */
  public void append(RunEvent event) throws IOException {
    add(MetricsFormat.line(event));
  }

  private void add(String line) throws IOException {
    file.add(utf8(line + "\n"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All whole records of steps in a log; none if there is no file. */
  public static List<StepRecord> read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    List<StepRecord> records = new ArrayList<>();
    for (String line : lines(HadoopFiles.of(path, hadoop), path)) {
      MetricsFormat.parse(line).ifPresent(records::add);
    }
    return records;
  }

  /** All whole events in a log; none if there is no file. */
  public static List<RunEvent> events(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    List<RunEvent> events = new ArrayList<>();
    for (String line : lines(HadoopFiles.of(path, hadoop), path)) {
      MetricsFormat.parseEvent(line).ifPresent(events::add);
    }
    return events;
  }

  private static List<String> lines(FileSystem files, Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!files.exists(path)) {
      return lines;
    }
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // A line without its end is still being written.
        if (line.endsWith("}")) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
