package io.spnas.train;

import java.util.List;

/** Workers hold different weights or thresholds: their results can't be trusted. */
public final class ReplicaDivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplicaDivergenceException(long step, List<Integer> ranks) {
    super(
        String.format(
            "After step %d the weights and thresholds of ranks %s differ from those of rank 0,"
                + " expected the same bits on all",
            step, ranks));
  }
}
