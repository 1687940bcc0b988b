package io.spnas.report;

import io.spnas.train.StepRecord;
import java.util.Formatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param newest the last record of a step
 * @param validated the last record with an evaluation
 * @param steps steps of the whole run
 */
public record Progress(StepRecord newest, Optional<StepRecord> validated, long steps) {

  /** Told of a run's progress while it goes on, by one thread at a time. */
  public interface Listener {
    /** There is a newer record than before. */
    void onProgress(Progress progress);

    /** The run, or its attempt, is over; what was told last is its last record. */
    default void onEnd() {}
  }

  /** Seconds until the last step, at the pace of the last record. */
  public long secondsLeft() {
    return Math.round((steps - newest.step()) * newest.stepMilliseconds() / 1000);
  }

  /** Everything in a line: step, loss parts, R, images/s and time left. */
  public String line() {
    StringBuilder line = new StringBuilder();
    try (Formatter text = new Formatter(line, Locale.ROOT)) {
      text.format("step %d/%d", newest.step(), steps);
      text.format("  cross-entropy %.3f", newest.crossEntropy());
      text.format("  top-1 %.1f %%", 100 * newest.top1());
      validated.ifPresent(
          last ->
              text.format(
                  "  validation top-1 %.2f %% (epoch %.0f)",
                  100 * last.validation().orElseThrow().top1(), last.epoch()));
      if (newest.isOfSearch()) {
        text.format("  R %.4g ms", newest.runtimeMilliseconds());
        text.format("  lambda %.4f", newest.lambda());
        text.format("  lambda term %.3f", newest.runtimeLoss());
      }
      text.format("  weight decay %.3f", newest.weightDecayLoss());
      text.format("  learning rate %.4f", newest.learningRate());
      text.format("  %.0f images/s", newest.imagesPerSecond());
      text.format("  %s left", duration(secondsLeft()));
    }
    return line.toString();
  }

  /** Hours, minutes and seconds; hours only where there are any. */
  public static String duration(long seconds) {
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }
}
