package io.spnas.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares this project's step with peers' on one machine at one time: in each round each of them
 * computes one step, so that whatever else the machine does meanwhile hits all alike. The others
 * wait until it has ended. Who goes first changes from round to round, as the one before may still
 * be tidying up.
 *
 * <p>{@link #start} gives each contestant a JVM of its own. Measured both ways, in one JVM and in
 * JVMs of their own, this project's step and PyTorch's differ by no more than the machine's noise
 * of about a tenth: their two OpenMP libraries don't disturb each other. What decides is that only
 * a JVM of its own has its own environment, above all settings of the C library's allocator, which
 * make PyTorch faster by a tenth to a quarter at its best step; and that BigDL is started once a
 * JVM, with one user's settings.
 *
 * <p>All networks are in memory at a time: at 224 px and a batch of 16 each takes 1.5 to 5 GB.
 */
public final class Comparison implements AutoCloseable {
  private final List<Contestant> all = new ArrayList<>();
  private int rounds;

  /**
   * @param ours this project's step
   * @param peers the others, one at least
   */
  public Comparison(Contestant ours, List<Contestant> peers) {
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("Invalid peers: none, expected one or more");
    }
    all.add(ours);
    all.addAll(peers);
  }

  /**
   * Starts a comparison in which each contestant has a JVM of its own, started one after the other.
   *
   * @param ours this project's own, in one variant
   * @param entries others' software, one or more
   * @param size what a step computes
   * @throws IllegalStateException if one of them can't compute it
   */
  public static Comparison start(Peer ours, List<Entry> entries, StepSize size) {
    List<Contestant> started = new ArrayList<>();
    try {
      Entry.all(ours).forEach(entry -> started.add(entry.start(size)));
      entries.forEach(entry -> started.add(entry.start(size)));
      return new Comparison(started.get(0), started.subList(1, started.size()));
    } catch (RuntimeException e) {
      started.forEach(Contestant::close);
      throw e;
    }
  }

  /** Lets each contestant compute a step, and gives their times in the order of {@link #all}. */
  public List<StepTime> round() {
    StepTime[] times = new StepTime[all.size()];
    for (int i = 0; i < times.length; i++) {
      int next = (rounds + i) % times.length;
      times[next] = all.get(next).run();
    }
    rounds++;
    return List.of(times);
  }

  /** All contestants, ours first. */
  public List<Contestant> all() {
    return List.copyOf(all);
  }

  /** This project's step. */
  public Contestant ours() {
    return all.get(0);
  }

  /** The others. */
  public List<Contestant> peers() {
    return List.copyOf(all.subList(1, all.size()));
  }

  /** The peer with the fastest best step. */
  public Contestant fastestPeer() {
    return peers().stream()
        .min(Comparator.comparingDouble(peer -> peer.times().best().total()))
        .orElseThrow();
  }

  /** How many times as fast as a peer ours is, best step against best step. */
  public double ratio(Contestant peer) {
    return peer.times().best().total() / ours().times().best().total();
  }

  /** How many times as fast as a peer ours is, median against median. */
  public double medianRatio(Contestant peer) {
    return peer.times().median().total() / ours().times().median().total();
  }

  @Override
  public void close() {
    all.forEach(Contestant::close);
  }
}
