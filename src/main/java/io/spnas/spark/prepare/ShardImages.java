package io.spnas.spark.prepare;

import io.spnas.data.ShardFiles;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the bytes of a shard's images ahead of their use. A few threads read at once, which hides
 * the time a remote file system takes to answer. Images are taken window by window; within a window
 * they are read in the order in which they lie in the archive, and come out in the shard's.
 *
 * <p>At most two windows are in memory. For one consuming thread.
 */
final class ShardImages implements Closeable {
  /** Some 300 of ImageNet's images. */
  private static final long WINDOW_BYTES = 32L << 20;

  private static final int THREADS = 4;

  private final ImageShard shard;
  private final Configuration configuration;
  private final FSDataInputStream archive;
  private final ExecutorService threads;
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();
  private int planned;
  private int windowEnd;
  private int next;

  /** Opens the archive, if there is one; nothing is read yet. */
  ShardImages(ImageShard shard, Configuration configuration) throws IOException {
    this.shard = shard;
    this.configuration = configuration;
    if (shard.archive().isEmpty()) {
      archive = null;
    } else {
      Path path = new Path(shard.archive());
      archive = ShardFiles.fileSystem(path, configuration).open(path);
    }
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "spnas-prepare-read");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Bytes of the next image. */
  byte[] next() throws IOException {
    if (next == windowEnd) {
      if (planned == next) {
        readWindow();
      }
      windowEnd = planned;
      readWindow();
    }
    next++;
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while reading images");
    }
  }

  /** Hands the images of another window to the threads, in the order in which they lie. */
  private void readWindow() {
    int begin = planned;
    long bytes = 0;
    while (planned < shard.images()
        && (planned == begin || bytes + shard.length(planned) <= WINDOW_BYTES)) {
      bytes += shard.length(planned++);
    }
    List<FutureTask<byte[]>> reads =
        IntStream.range(begin, planned).mapToObj(i -> new FutureTask<>(() -> read(i))).toList();
    ahead.addAll(reads);
    IntStream.range(begin, planned)
        .boxed()
        .sorted(Comparator.comparingLong(shard::offset))
        .forEach(i -> threads.execute(reads.get(i - begin)));
  }

  private byte[] read(int i) throws IOException {
    if (archive == null) {
      Path file = new Path(shard.name(i));
      FileSystem files = ShardFiles.fileSystem(file, configuration);
      return ShardFiles.read(files, file);
    }
    byte[] bytes = new byte[shard.length(i)];
    try {
      archive.readFully(shard.offset(i), bytes);
    } catch (EOFException e) {
      throw new IOException(
          String.format("%s became shorter while it was read", shard.where(i)), e);
    }
    return bytes;
  }

  private static IOException failure(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
    return e.getCause() instanceof IOException cause
        ? cause
        : new IOException("Reading an image failed", e.getCause());
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    if (archive != null) {
      archive.close();
    }
  }
}
