package io.spnas.bench;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Predicts a step of W workers, h of them in a host, from times of few:
 *
 * <pre>
 *   step(W)   = o (g c + g s m(W) + u) + ring(W)
 *   ring(W)   = 2 (W - 1) (a + B / (W b))          of the network; within one host o times as long
 *   o         = max(1, h t / C)                    how often a core is shared
 *   images(W) = W n / step(W)
 * </pre>
 *
 * c compute time, s its spread and u update time of a worker in ms; t its threads, C cores of a
 * host; g the factor by which workers in a host slow each other's computing down though each has
 * cores of its own, 1 if h is 1; m(W) the expected largest of W standard normal values; B bytes; a
 * and b latency and rate of a link; n images a step of a worker.
 *
 * @param work what a worker does
 * @param host what the workers of a host share
 * @param local link between two workers of a host
 * @param network link between two hosts
 */
public record ScaleModel(Work work, Host host, LinkSpeed local, LinkSpeed network) {
  /** Most workers that are looked at in the search for a crossover. */
  public static final int MOST_WORKERS = 1 << 16;

  /**
   * A worker's step.
   *
   * @param batch images, n
   * @param compute forward, loss, backward, in ms, c
   * @param spread standard deviation of that between workers, in ms, s
   * @param other update of the weights, and all else, in ms, u
   * @param bytes what is summed over the workers, B
   */
  public record Work(int batch, double compute, double spread, double other, double bytes) {}

  /**
   * A host.
   *
   * @param workers h; if there are fewer workers in all, the host has only those
   * @param threads of a worker, t
   * @param cores C
   * @param slowdown g
   */
  public record Host(int workers, int threads, int cores, double slowdown) {
    int filled(int all) {
      return Math.min(all, workers);
    }

    double shared(int all) {
      return Math.max(1, (double) filled(all) * threads / cores);
    }

    double slowdown(int all) {
      return filled(all) > 1 ? slowdown : 1;
    }
  }

  /** The same with so many workers in each host. */
  ScaleModel withWorkersPerHost(int workers) {
    return new ScaleModel(
        work, new Host(workers, host.threads(), host.cores(), host.slowdown()), local, network);
  }

  /** A step of so many workers. */
  public ScalePrediction predict(int workers) {
    double step = total(workers);
    double images = workers * work.batch() * 1000 / step;
    double alone = work.batch() * 1000 / total(1);
    return new ScalePrediction(
        workers,
        compute(workers),
        waiting(workers),
        ring(workers),
        other(workers),
        images,
        images / (workers * alone));
  }

  private double total(int workers) {
    return compute(workers) + waiting(workers) + ring(workers) + other(workers);
  }

  private double compute(int workers) {
    return host.shared(workers) * host.slowdown(workers) * work.compute();
  }

  private double waiting(int workers) {
    return host.shared(workers)
        * host.slowdown(workers)
        * work.spread()
        * Stragglers.expectedMaximum(workers);
  }

  private double other(int workers) {
    return host.shared(workers) * work.other();
  }

  private double ring(int workers) {
    if (workers <= host.workers()) {
      return host.shared(workers) * new AllReduceCost(local, work.bytes()).ring(workers);
    }
    return allReduce().ring(workers);
  }

  /** What the all-reduce costs over the network. */
  public AllReduceCost allReduce() {
    return new AllReduceCost(network, work.bytes());
  }

  /**
   * The smallest power of 2 of workers from which on halving-doubling would shorten a step by at
   * least a share of it.
   */
  public OptionalInt halvingDoublingSaves(double share) {
    AllReduceCost cost = allReduce();
    return smallest(w -> cost.ring(w) - cost.halvingDoubling(w) >= share * total(w));
  }

  /** The smallest power of 2 of workers from which on a tree would be faster than the ring. */
  public OptionalInt treeIsFaster() {
    AllReduceCost cost = allReduce();
    return smallest(w -> cost.tree(w) < cost.ring(w));
  }

  /**
   * The smallest power of 2 of workers, so many in a host, from which on a hierarchical ring would
   * be faster than one ring.
   */
  public OptionalInt hierarchicalIsFaster(int perHost) {
    AllReduceCost cost = allReduce();
    return smallest(
        w ->
            w > perHost && w % perHost == 0 && cost.hierarchical(w, perHost, local) < cost.ring(w));
  }

  private static OptionalInt smallest(IntPredicate workers) {
    for (int w = 2; w <= MOST_WORKERS; w *= 2) {
      if (workers.test(w)) {
        return OptionalInt.of(w);
      }
    }
    return OptionalInt.empty();
  }
}
