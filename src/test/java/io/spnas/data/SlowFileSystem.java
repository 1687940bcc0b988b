package io.spnas.data;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local file system as {@code slow:///}: every question takes a while to be answered. */
public class SlowFileSystem extends RawLocalFileSystem {
  private static final AtomicLong WAITED_MS = new AtomicLong();
  private static volatile long delayMs;

  /** Hadoop's settings with the scheme. */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.slow.impl", SlowFileSystem.class, RawLocalFileSystem.class);
    return configuration;
  }

  /** Lets every status, open, seek and read take so long from here on. */
  static void delay(long milliseconds) {
    delayMs = milliseconds;
    WAITED_MS.set(0);
  }

  /** All delays since {@link #delay}, in ms. */
  static long waitedMs() {
    return WAITED_MS.get();
  }

  private static void answer() throws IOException {
    try {
      Thread.sleep(delayMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
    WAITED_MS.addAndGet(delayMs);
  }

  @Override
  public URI getUri() {
    return URI.create("slow:///");
  }

  @Override
  public String getScheme() {
    return "slow";
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    answer();
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
    answer();
    return new FSDataInputStream(new SlowStream(super.open(path, bufferBytes)));
  }

  private static final class SlowStream extends FSInputStream {
    private final FSDataInputStream in;

    SlowStream(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      answer();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      answer();
      return in.read(bytes, offset, length);
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
      answer();
      return in.read(position, bytes, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      answer();
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
