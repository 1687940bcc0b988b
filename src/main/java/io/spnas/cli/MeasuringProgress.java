package io.spnas.cli;

import io.spnas.profile.NetworkTimes;
import io.spnas.report.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints every few seconds how much is measured, and how long the rest takes. */
final class MeasuringProgress implements NetworkTimes.Listener {
  private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private long start;
  private long printed;
  private int first;

  MeasuringProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void done(int pieces, int all) {
    long now = System.nanoTime();
    if (first == 0) {
      // Hours may have gone by before there was anything to measure.
      first = pieces;
      start = now;
      printed = now;
    }
    if (now - printed < INTERVAL) {
      return;
    }
    printed = now;
    double seconds = (now - start) / 1e9;
    int measured = pieces - first;
    out.printf(
        Locale.ROOT,
        "%d of %d preparations and measurements, %.1f a second, %s left%n",
        pieces,
        all,
        measured / seconds,
        Progress.duration(Math.round(seconds * (all - pieces) / measured)));
  }
}
