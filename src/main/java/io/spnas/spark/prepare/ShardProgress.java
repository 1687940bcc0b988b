package io.spnas.spark.prepare;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.util.LongAccumulator;

/** Tells every few seconds how many images are written, how fast, and how long the rest takes. */
final class ShardProgress implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final String split;
  private final long toWrite;
  private final Tally tally;
  private final Consumer<String> out;
  private final long startNanos = System.nanoTime();
  private final Thread thread;

  /**
   * What tasks have done. Spark adds it up when a task ends.
   *
   * @param images images read
   * @param bytes bytes of the shards
   * @param refused images that are in no shard
   */
  record Tally(LongAccumulator images, LongAccumulator bytes, LongAccumulator refused)
      implements Serializable {}

  ShardProgress(String split, long toWrite, Tally tally, Consumer<String> out) {
    this.split = split;
    this.toWrite = toWrite;
    this.tally = tally;
    this.out = out;
    this.thread = new Thread(this::follow, "spnas-prepare-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(INTERVAL.toMillis());
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.accept(
            line(
                split,
                tally.images.value(),
                toWrite,
                tally.bytes.value(),
                tally.refused.value(),
                seconds));
      }
    } catch (InterruptedException e) {
      // Closed: the work has ended.
    }
  }

  /** The line after so many seconds. */
  static String line(
      String split, long images, long toWrite, long bytes, long refused, double seconds) {
    double rate = images / seconds;
    String left =
        images == 0 ? "time left unknown" : duration(Math.round((toWrite - images) / rate));
    return String.format(
        Locale.ROOT,
        "%s: %d/%d images  %.0f images/s  %.1f MB/s  %s%s",
        split,
        images,
        toWrite,
        rate,
        bytes / seconds / 1e6,
        left,
        refused == 0 ? "" : "  " + refused + " refused");
  }

  private static String duration(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
