package io.spnas.bench;

/** One of those that are compared, and the times of its steps. */
public final class Contestant implements AutoCloseable {
  private final String name;
  private final String variant;
  private final Peer.Step step;
  private final StepSeries times = new StepSeries();

  /**
   * @param name whose software it is
   * @param variant how it is run
   * @param step computes a step; closed with the contestant
   */
  public Contestant(String name, String variant, Peer.Step step) {
    this.name = name;
    this.variant = variant;
    this.step = step;
  }

  /** Whose software it is. */
  public String name() {
    return name;
  }

  /** How it is run. */
  public String variant() {
    return variant;
  }

  /** Times of the steps so far. */
  public StepSeries times() {
    return times;
  }

  /** Name and variant. */
  public String label() {
    return name + ", " + variant;
  }

  StepTime run() {
    StepTime time = step.run();
    times.add(time);
    return time;
  }

  @Override
  public void close() {
    step.close();
  }
}
