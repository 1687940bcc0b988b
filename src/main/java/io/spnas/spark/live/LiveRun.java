package io.spnas.spark.live;

import io.spnas.report.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the views of its application show it. Threads of the run write it, those of Spark's
 * pages and metrics read it. A run that is closed before it is {@link #done} was broken off.
 */
public final class LiveRun implements Progress.Listener, AutoCloseable {
  private final Title title;
  private final Instant begun = Instant.now();
  private volatile State state = State.WAITING;
  private volatile int restarts;
  private volatile Optional<Progress> progress = Optional.empty();

  /** What a run is doing. */
  public enum State {
    /** Waits for room for its workers. */
    WAITING,
    /** Its workers run. */
    RUNNING,
    /** All steps are done. */
    DONE,
    /** Stopped or failed. */
    BROKEN_OFF
  }

  /**
   * What is known of a run from its beginning.
   *
   * @param name tells it from other runs of the application; empty where there is one
   * @param kind what it does, such as {@code search}
   * @param directory directory of the run
   * @param workers number of workers
   * @param firstStep steps done before
   * @param steps steps in all
   */
  public record Title(
      String name, String kind, String directory, int workers, long firstStep, long steps) {

    /** Begins lines about a run of that name. */
    public static String label(String name) {
      return name.isEmpty() ? "" : "[" + name + "] ";
    }

    /** What Spark calls the job of an attempt that begins after a step. */
    public String description(long step) {
      return String.format(
          "%s%s %s with %d workers, from step %d to %d",
          label(name), kind, directory, workers, step, steps);
    }
  }

  LiveRun(Title title) {
    this.title = title;
  }

  /** What is known of the run from its beginning. */
  public Title title() {
    return title;
  }

  /** Its workers start. */
  public void running() {
    state = State.RUNNING;
  }

  /** It goes back to a checkpoint, and waits for room again. */
  public void restarting() {
    restarts++;
    state = State.WAITING;
  }

  /** All steps are done. */
  public void done() {
    state = State.DONE;
  }

  @Override
  public void onProgress(Progress newer) {
    progress = Optional.of(newer);
  }

  State state() {
    return state;
  }

  int restarts() {
    return restarts;
  }

  Instant begun() {
    return begun;
  }

  /** The newest record; none before there is one. */
  Optional<Progress> progress() {
    return progress;
  }

  @Override
  public void close() {
    if (state != State.DONE) {
      state = State.BROKEN_OFF;
    }
  }
}
