package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.train.StepRecord;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The newest record of a log that is being written: each look reads what is new. A resumed run
 * writes its log anew, so the last line seen is read again; where another stands in its place, all
 * of the file is new.
 */
final class MetricsTail {
  private final Path path;
  private final FileSystem files;
  private long lastLineStart;
  private byte[] lastLine = {};
  private Optional<StepRecord> newest = Optional.empty();
  private Optional<StepRecord> validated = Optional.empty();

  MetricsTail(String file, Configuration hadoop) throws IOException {
    this.path = new Path(file);
    this.files = HadoopFiles.of(path, hadoop);
  }

  /** The last whole record of a step; none if there is no file, or none in it. */
  Optional<StepRecord> newest() throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      byte[] unread = readFrom(in, lastLineStart);
      if (!startsWith(unread, lastLine)) {
        lastLineStart = 0;
        newest = Optional.empty();
        validated = Optional.empty();
        unread = readFrom(in, 0);
      }
      takeLines(unread);
      return newest;
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Of what {@link #newest} has seen, the last record with an evaluation. */
  Optional<StepRecord> validated() {
    return validated;
  }

  private void take(Optional<StepRecord> record) {
    newest = record.or(() -> newest);
    validated = record.filter(r -> r.validation().isPresent()).or(() -> validated);
  }

  private static byte[] readFrom(FSDataInputStream in, long start) throws IOException {
    try {
      in.seek(start);
      return in.readAllBytes();
    } catch (EOFException e) {
      // The file has become shorter than that.
      return new byte[0];
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private void takeLines(byte[] bytes) throws IOException {
    int start = 0;
    int lastStart = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        take(MetricsFormat.parse(line));
        lastStart = start;
        start = i + 1;
      }
    }
    lastLine = Arrays.copyOfRange(bytes, lastStart, start);
    lastLineStart += lastStart;
  }
}
