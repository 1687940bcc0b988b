package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.train.StepRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes metrics.jsonl while a run goes on: each record is flushed to where others can read it.
 * Written by one worker, rank 0.
 */
public final class MetricsLog implements AutoCloseable {
  private final FSDataOutputStream out;

  private MetricsLog(FSDataOutputStream out) {
    this.out = out;
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
    if (!files.exists(path)) {
      return new MetricsLog(files.create(path));
    }
    Path aside = new Path(path.getParent(), "." + path.getName() + ".tmp");
    try (MetricsLog kept = new MetricsLog(files.create(aside, true))) {
      for (StepRecord record : read(file, hadoop)) {
        if (record.step() <= firstStep) {
          kept.write(MetricsFormat.line(record));
        }
      }
    }
    HadoopFiles.replace(files, aside, path);
    return new MetricsLog(files.append(path));
  }

  /** Appends a record. */
  public void append(StepRecord record) throws IOException {
    write(MetricsFormat.line(record));
    out.hflush();
  }

  /** Appends an event. */
  public void append(RunEvent event) throws IOException {
    write(MetricsFormat.line(event));
    out.hflush();
  }

  private void write(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** All whole records of a log; none if there is no file. */
  public static List<StepRecord> read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = HadoopFiles.of(path, hadoop);
    List<StepRecord> records = new ArrayList<>();
    if (!files.exists(path)) {
      return records;
    }
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // A line without its end is still being written.
        if (line.endsWith("}") && line.contains("\"step_ms\"")) {
          records.add(MetricsFormat.parse(line));
        }
      }
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
