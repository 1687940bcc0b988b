package io.spnas.cli;

import io.spnas.profile.Measurements;
import io.spnas.profile.MeasurementsCsv;
import io.spnas.profile.Profiler;
import io.spnas.report.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Keeps the times of each round in a file, and tells every few seconds how far a profile is. */
final class ProfileProgress implements Profiler.Listener {
  private static final long INTERVAL_NANOSECONDS = 5_000_000_000L;

  private final ResultFile file;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long printed = start;
  private long firstRound = -1;
  private long measuringSince;

  ProfileProgress(ResultFile file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  @Override
  public void prepared(int model, int models) {
    measuringSince = System.nanoTime();
    if (isDue() || model == models) {
      out.printf("prepared %d of %d models%n", model, models);
    }
  }

  @Override
  public void measured(Measurements measurements, int round, int rounds) {
    try {
      file.write(MeasurementsCsv.write(measurements).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (firstRound < 0) {
      firstRound = round - 1;
    }
    if (isDue() || round == rounds) {
      double seconds = (System.nanoTime() - measuringSince) / 1e9 / (round - firstRound);
      out.printf(
          Locale.ROOT,
          "round %d/%d  %.1f s a round  %s left%n",
          round,
          rounds,
          seconds,
          Progress.duration(Math.round(seconds * (rounds - round))));
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    boolean due = now - printed >= INTERVAL_NANOSECONDS;
    if (due) {
      printed = now;
    }
    return due;
  }
}
