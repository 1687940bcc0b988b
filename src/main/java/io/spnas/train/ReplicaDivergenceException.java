package io.spnas.train;

import java.util.List;

/** Workers hold different weights or thresholds: their results can't be trusted. */
public final class ReplicaDivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param step steps done
   * @param ranks names of the ranks that differ from most others; all, where most don't agree
   * @param workers number of workers
   */
  ReplicaDivergenceException(long step, List<String> ranks, int workers) {
    super(
        String.format(
            "After step %d the weights and thresholds of %s %s, expected the same bits on all %d"
                + " workers",
            step,
            String.join(", ", ranks),
            ranks.size() == workers ? "differ from each other" : "differ from all others'",
            workers));
  }
}
