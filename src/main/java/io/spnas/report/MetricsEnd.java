package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.train.StepRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The last records of a log, read from its end: a look costs the same however long the log is. What
 * is farther from the end than 16 MB is not looked at.
 */
final class MetricsEnd {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int MOST_BYTES = 16 << 20;

  private final Path path;
  private final FileSystem files;

  /**
   * @param file path of metrics.jsonl
   * @param hadoop how to reach its file system
   */
  MetricsEnd(String file, Configuration hadoop) throws IOException {
    this.path = new Path(file);
    this.files = HadoopFiles.of(path, hadoop);
  }

  /** The last record of a step; none if there is no file, or none in it. */
  Optional<StepRecord> newest() throws IOException {
    return last(record -> true);
  }

  /** The last record with an evaluation. */
  Optional<StepRecord> validated() throws IOException {
    return last(record -> record.validation().isPresent());
  }

  private Optional<StepRecord> last(Predicate<StepRecord> wanted) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      long length = files.getFileStatus(path).getLen();
      for (int bytes = FIRST_BYTES; ; bytes *= 4) {
        long start = Math.max(0, length - bytes);
        Optional<StepRecord> found = last(linesFrom(in, start), wanted);
        if (found.isPresent() || start == 0 || bytes >= MOST_BYTES) {
          return found;
        }
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Whole lines; the file may be longer than its status tells, while it is written. */
  private static String[] linesFrom(FSDataInputStream in, long start) throws IOException {
    in.seek(start);
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int first = start == 0 ? 0 : text.indexOf('\n') + 1;
    int end = text.lastIndexOf('\n') + 1;
    return first >= end ? new String[0] : text.substring(first, end).split("\n");
  }

  private static Optional<StepRecord> last(String[] lines, Predicate<StepRecord> wanted)
      throws IOException {
    for (int i = lines.length - 1; i >= 0; i--) {
      Optional<StepRecord> record = MetricsFormat.parse(lines[i]).filter(wanted);
      if (record.isPresent()) {
        return record;
      }
    }
    return Optional.empty();
  }
}
