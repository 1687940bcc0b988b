package io.spnas.nas.oneshot;

import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.Seeds;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;

/**
 * What any search is to be better than (paper, section 4): a network drawn uniformly among those
 * whose latency is at most 1 % below the target; among all networks without a target. Nothing is
 * trained.
 */
public final class RandomNetwork implements SearchStrategy {
  private static final double TOLERANCE = 0.01;

  private final Candidates candidates;
  private final long seed;

  /**
   * @param problem what is to be solved
   * @throws io.spnas.config.InvalidInputException if no network has the target's latency
   */
  public RandomNetwork(SearchProblem problem) {
    this.candidates = Candidates.of(problem, TOLERANCE).required();
    this.seed = problem.settings().search().seed();
  }

  @Override
  public boolean isTrained() {
    return false;
  }

  /** Not to be called. */
  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    throw new UnsupportedOperationException("A random network needs no supernet");
  }

  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) {
    return candidates.sampler().draw(Seeds.random(seed, Seeds.Purpose.CANDIDATES));
  }
}
