package io.spnas.nas;

import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.io.IOException;

/**
 * A way to search for a network: which supernet is trained, on which images, and how a network is
 * chosen when it is. Data, distribution, optimiser, checkpoints and reports are the same for all.
 *
 * <p>A strategy is made from a {@link SearchProblem}, on the driver and on each worker; what its
 * methods return depends on that and on their arguments alone. Setting {@code strategy.name} says
 * which one: by a name ({@link Strategies}), or by the name of a class that has a public
 * constructor of a {@code SearchProblem}.
 */
public interface SearchStrategy {
  /** Whether there is a supernet, trained before the choice. */
  default boolean isTrained() {
    return true;
  }

  /**
   * Whether a share of the training shards, {@code strategy.held-back}, is kept from the weights.
   */
  default boolean holdsBack() {
    return false;
  }

  /**
   * Whether a step's images are held-back ones; else they are of the other shards.
   *
   * @param step the step, from 0
   */
  default boolean readsHeldBack(long step) {
    return false;
  }

  /**
   * Whether the supernet's parameters begin as those of the space's single-path supernet do: then
   * the networks of the space inherit weights from it ({@link InheritedWeights}), and can be scored
   * or trained on with them.
   */
  default boolean isSinglePath() {
    return false;
  }

  /**
   * What a worker's copy of the supernet takes; unless a strategy says otherwise, what the space's
   * single-path supernet does.
   *
   * @param space the search space
   * @param worker the worker
   */
  default SupernetSize size(SearchSpace space, SupernetWorker worker) {
    return SupernetSize.of(space.supernet(), worker);
  }

  /**
   * A worker's copy of the supernet with its initial parameters, which are the same on all workers.
   *
   * @param worker the worker
   */
  TrainableNetwork supernet(SupernetWorker worker);

  /**
   * The network found.
   *
   * @param trained the supernet after its last step; nothing in it if none is trained
   * @param scores scores candidates with the supernet's weights; only for supernets whose
   *     parameters begin as those of the space's single-path supernet do
   * @throws IOException if candidates can't be scored
   */
  Architecture choose(TrainedSupernet trained, CandidateScores scores) throws IOException;
}
