package io.spnas.report;

import io.spnas.config.HadoopFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that grows while others read it, as its file system allows. */
public interface GrowingFile extends AutoCloseable {
  /** Longest time that what is added waits to be seen by others where files can't grow. */
  Duration INTERVAL = Duration.ofSeconds(10);

  /** Adds bytes that belong together: a line, a record. */
  void add(byte[] bytes) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Opens a file.
   *
   * @param files its file system
   * @param path its path
   * @param kept what it is to start with, in place of what it holds
   * @throws IOException if it can't be written
   */
  static GrowingFile open(FileSystem files, Path path, byte[] kept) throws IOException {
    return HadoopFiles.canAppend(files, path)
        ? Appended.open(files, path, kept)
        : new Rewritten(files, path, kept, INTERVAL);
  }

  /** A file that is appended to; whatever is added is flushed to where others can read it. */
  final class Appended implements GrowingFile {
    private final FSDataOutputStream out;

    private Appended(FSDataOutputStream out) {
      this.out = out;
    }

    private static Appended open(FileSystem files, Path path, byte[] kept) throws IOException {
      if (!files.exists(path)) {
        Appended file = new Appended(files.create(path));
        file.add(kept);
        return file;
      }
      Path aside = new Path(path.getParent(), "." + path.getName() + ".tmp");
      try (FSDataOutputStream out = files.create(aside, true)) {
        out.write(kept);
      }
      HadoopFiles.replace(files, aside, path);
      return new Appended(files.append(path));
    }

    @Override
    public void add(byte[] bytes) throws IOException {
      out.write(bytes);
      out.hflush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * A file that can only be written as a whole, as on an object store: what it holds is kept in
   * memory and written anew from time to time, and at the end.
   */
  final class Rewritten implements GrowingFile {
    private final FileSystem files;
    private final Path path;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Duration interval;
    private boolean changed = true;
    private long written = System.nanoTime();

    Rewritten(FileSystem files, Path path, byte[] kept, Duration interval) {
      this.files = files;
      this.path = path;
      this.interval = interval;
      content.writeBytes(kept);
    }

    @Override
    public void add(byte[] bytes) throws IOException {
      content.writeBytes(bytes);
      changed = true;
      if (System.nanoTime() - written >= interval.toNanos()) {
        write();
      }
    }

    private void write() throws IOException {
      try (FSDataOutputStream out = files.create(path, true)) {
        content.writeTo(out);
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
