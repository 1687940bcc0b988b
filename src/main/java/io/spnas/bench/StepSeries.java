package io.spnas.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The times of many steps of the same kind. */
public final class StepSeries {
  private final List<StepTime> times = new ArrayList<>();

  /** Takes in a step. */
  public void add(StepTime time) {
    times.add(time);
  }

  /** The fastest step: what the machine can do when nothing disturbs it. */
  public StepTime best() {
    return sorted().get(0);
  }

  /** The step in the middle; the first, which warms up, counts too. */
  public StepTime median() {
    return sorted().get(times.size() / 2);
  }

  private List<StepTime> sorted() {
    return times.stream().sorted(Comparator.comparingDouble(StepTime::total)).toList();
  }
}
