package io.spnas.space;

import java.util.List;

/**
 * A layer of the search space: its block at the largest candidate, and what may be decided.
 *
 * @param index position among all layers, from 0; layers 0 and 21 of the paper's space are fixed
 * @param block the block as the supernet holds it (searchable: 5x5, expansion ratio 6)
 * @param searchable whether thresholds choose its operation
 * @param skippable whether it may be left out: searchable and not the first of its group
 */
public record Layer(int index, MbConv block, boolean searchable, boolean skippable) {
  private static final List<Operation> ALL = List.of(Operation.values());
  private static final List<Operation> KEPT =
      ALL.stream().filter(operation -> operation != Operation.SKIP).toList();

  /** Operations that it may have if it is searched; a skip comes first. */
  public List<Operation> operations() {
    return skippable ? ALL : KEPT;
  }
}
