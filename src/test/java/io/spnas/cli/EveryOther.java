package io.spnas.cli;

import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.SinglePath;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;

/**
 * A strategy of a user's own: that of the paper, every other step of which, after the warm-up,
 * reads held-back images.
 */
public final class EveryOther implements SearchStrategy {
  private final SinglePath paper;
  private final int warmup;

  /** As strategies that are named by their class are made. */
  public EveryOther(SearchProblem problem) {
    this.paper = new SinglePath(problem);
    this.warmup = problem.settings().search().warmupSteps();
  }

  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public boolean readsHeldBack(long step) {
    return step >= warmup && step % 2 == 1;
  }

  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    return paper.supernet(worker);
  }

  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) {
    return paper.choose(trained, scores);
  }
}
