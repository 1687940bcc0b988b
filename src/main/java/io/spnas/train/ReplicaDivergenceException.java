package io.spnas.train;

import java.util.List;

/** Workers hold different weights or thresholds: their results can't be trusted. */
public final class ReplicaDivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<Integer> ranks;

  /**
   * @param step steps done
   * @param ranks the ranks that differ from most others; all, where most don't agree
   * @param workers number of workers
   */
  ReplicaDivergenceException(long step, List<Integer> ranks, int workers) {
    super(
        String.format(
            "After step %d the weights and thresholds of ranks %s %s, expected the same bits on"
                + " all %d workers",
            step,
            ranks,
            ranks.size() == workers ? "differ from each other" : "differ from all others'",
            workers));
    this.ranks = List.copyOf(ranks);
  }

  /** The ranks that differ. */
  public List<Integer> ranks() {
    return ranks;
  }
}
