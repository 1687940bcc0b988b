package io.spnas.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured times of models, and notes on how they were measured. */
public final class Measurements {
  private final Map<String, String> notes = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, List<Double>> times = new LinkedHashMap<>();

  /**
   * One time.
   *
   * @param model what was run
   * @param milliseconds how long it took
   */
  public record Sample(String model, double milliseconds) {}

  /** Says something of the measurement; a later word on the same takes its place. */
  public void note(String key, String value) {
    notes.put(key, value);
  }

  /** Adds a time. */
  public void add(String model, double milliseconds) {
    samples.add(new Sample(model, milliseconds));
    times.computeIfAbsent(model, name -> new ArrayList<>()).add(milliseconds);
  }

  /** Notes, such as runtime, threads and device, in order. */
  public Map<String, String> notes() {
    return Collections.unmodifiableMap(notes);
  }

  /** All times, in the order they were measured. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Times of a model in ms, in the order they were measured; none if there are none. */
  public List<Double> times(String model) {
    return List.copyOf(times.getOrDefault(model, List.of()));
  }

  /** How often every one of some models was measured. */
  public int rounds(Collection<String> models) {
    return models.stream().mapToInt(model -> times(model).size()).min().orElse(0);
  }

  /** Median and spread of each model. */
  public Map<String, Timing> timings() {
    Map<String, Timing> timings = new LinkedHashMap<>();
    times.forEach((model, values) -> timings.put(model, Timing.of(values)));
    return timings;
  }
}
