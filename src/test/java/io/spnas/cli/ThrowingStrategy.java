package io.spnas.cli;

import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.SinglePath;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;

/** A user's strategy, which trains the single-path supernet and can't choose in the end. */
public final class ThrowingStrategy implements SearchStrategy {
  private final SearchStrategy supernet;

  /** As every strategy is made. */
  public ThrowingStrategy(SearchProblem problem) {
    this.supernet = new SinglePath(problem);
  }

  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    return supernet.supernet(worker);
  }

  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) {
    throw new IllegalStateException("No network pleases this strategy");
  }
}
