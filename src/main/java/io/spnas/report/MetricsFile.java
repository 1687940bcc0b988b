package io.spnas.report;

import io.spnas.config.HadoopFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that lines are added to, as its file system allows. */
interface MetricsFile extends AutoCloseable {
  /** Longest time that a line waits to be seen by others where files can't grow. */
  Duration INTERVAL = Duration.ofSeconds(10);

  /** Adds a line. */
  void add(String line) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Opens a file.
   *
   * @param kept lines that it is to start with, in place of what it holds
   */
  static MetricsFile open(FileSystem files, Path path, List<String> kept) throws IOException {
    StringBuilder text = new StringBuilder();
    kept.forEach(line -> text.append(line).append('\n'));
    return HadoopFiles.canAppend(files, path)
        ? Growing.open(files, path, text.toString())
        : new Rewritten(files, path, text, INTERVAL);
  }

  /** A file that grows; each line is flushed to where others can read it. */
  final class Growing implements MetricsFile {
    private final FSDataOutputStream out;

    private Growing(FSDataOutputStream out) {
      this.out = out;
    }

    private static Growing open(FileSystem files, Path path, String text) throws IOException {
      if (!files.exists(path)) {
        return new Growing(files.create(path));
      }
      Path aside = new Path(path.getParent(), "." + path.getName() + ".tmp");
      try (FSDataOutputStream out = files.create(aside, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      HadoopFiles.replace(files, aside, path);
      return new Growing(files.append(path));
    }

    @Override
    public void add(String line) throws IOException {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.hflush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * A file that can only be written as a whole, as on an object store: its text is kept in memory
   * and written anew from time to time, and at the end.
   */
  final class Rewritten implements MetricsFile {
    private final FileSystem files;
    private final Path path;
    private final StringBuilder text;
    private final Duration interval;
    private boolean changed = true;
    private long written = System.nanoTime();

    Rewritten(FileSystem files, Path path, StringBuilder text, Duration interval) {
      this.files = files;
      this.path = path;
      this.text = text;
      this.interval = interval;
    }

    @Override
    public void add(String line) throws IOException {
      text.append(line).append('\n');
      changed = true;
      if (System.nanoTime() - written >= interval.toNanos()) {
        write();
      }
    }

    private void write() throws IOException {
      try (FSDataOutputStream out = files.create(path, true)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      changed = false;
      written = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
      if (changed) {
        write();
      }
    }
  }
}
