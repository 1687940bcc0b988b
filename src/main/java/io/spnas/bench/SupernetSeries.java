package io.spnas.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was measured of a strategy's supernet. */
public final class SupernetSeries {
  private final String strategy;
  private final Size size;
  private final Map<Turn, StepSeries> times = new EnumMap<>(Turn.class);
  private final Map<Turn, Integer> counts = new EnumMap<>(Turn.class);
  private double peakMebibytes;

  /**
   * How large a supernet is.
   *
   * @param weights its weights
   * @param decisions thresholds or architecture weights
   * @param nativeBytes what its layers take outside the heap, computed from their shapes
   */
  public record Size(int weights, int decisions, long nativeBytes) {
    /** All that is trained. */
    public int parameters() {
      return weights + decisions;
    }
  }

  /**
   * @param strategy its name
   * @param size how large its supernet is
   */
  SupernetSeries(String strategy, Size size) {
    this.strategy = strategy;
    this.size = size;
  }

  /** Takes in a step. */
  void add(SupernetTurn step) {
    times.computeIfAbsent(step.turn(), turn -> new StepSeries()).add(step.time());
    counts.merge(step.turn(), 1, Integer::sum);
  }

  /** Takes in the most memory that has been resident so far, in MiB. */
  void peak(double mebibytes) {
    peakMebibytes = mebibytes;
  }

  /** Name of the strategy. */
  public String strategy() {
    return strategy;
  }

  /** How large its supernet is. */
  public Size size() {
    return size;
  }

  /** The most memory of its JVM that was resident at a time, in MiB. */
  public double peakMebibytes() {
    return peakMebibytes;
  }

  /** Steps that trained one thing; nothing if none did. */
  public Optional<StepSeries> turn(Turn turn) {
    return Optional.ofNullable(times.get(turn));
  }

  /**
   * A step's time in the mean over both turns, in their shares, in ms.
   *
   * @param choice the best or the median step of a turn
   */
  public double milliseconds(Function<StepSeries, StepTime> choice) {
    double sum = 0;
    int steps = 0;
    for (Map.Entry<Turn, StepSeries> turn : times.entrySet()) {
      int count = counts.get(turn.getKey());
      sum += count * choice.apply(turn.getValue()).total();
      steps += count;
    }
    return sum / steps;
  }
}
