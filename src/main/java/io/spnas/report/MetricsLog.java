package io.spnas.report;

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
import org.apache.hadoop.fs.LocalFileSystem;
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
    FileSystem files = fileSystem(path, hadoop);
    List<String> kept = new ArrayList<>();
    for (StepRecord record : read(file, hadoop)) {
      if (record.step() <= firstStep) {
        kept.add(MetricsFormat.line(record));
      }
    }
    Path aside = new Path(path.getParent(), "." + path.getName() + ".tmp");
    MetricsLog log = new MetricsLog(files.create(aside, true));
    for (String line : kept) {
      log.write(line);
    }
    if (kept.isEmpty()) {
      log.close();
      files.delete(aside, false);
      return new MetricsLog(files.create(path, true));
    }
    log.close();
    files.delete(path, false);
    if (!files.rename(aside, path)) {
      throw new IOException("Cannot rename " + aside + " to " + path);
    }
    return new MetricsLog(files.append(path));
  }

  /** Appends a record. */
  public void append(StepRecord record) throws IOException {
    write(MetricsFormat.line(record));
    out.hflush();
  }

  private void write(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** All whole records of a log; none if there is no file. */
  public static List<StepRecord> read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = fileSystem(path, hadoop);
    List<StepRecord> records = new ArrayList<>();
    if (!files.exists(path)) {
      return records;
    }
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // A line without its end is still being written.
        if (line.endsWith("}")) {
          records.add(MetricsFormat.parse(line));
        }
      }
    }
    return records;
  }

  static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
