package io.spnas.nas;

import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.Architecture;
import java.util.OptionalDouble;

/** The paper's own strategy: thresholds of a single-path supernet, learned with its weights. */
public final class SinglePath implements SearchStrategy {
  private final SearchProblem problem;

  /**
   * @param problem what is to be solved
   */
  public SinglePath(SearchProblem problem) {
    this.problem = problem;
  }

  private SearchSettings search() {
    return problem.settings().search();
  }

  @Override
  public boolean isSinglePath() {
    return true;
  }

  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    Settings settings = problem.settings();
    Supernet.Settings supernet =
        new Supernet.Settings(
            search().norm(),
            search().decisionKeep(),
            settings.model().dropout(),
            search().labelSmoothing(),
            settings.model().bnEpsilon(),
            search().seed(),
            worker.rank());
    return new Supernet(
        problem.space(),
        problem.tables().objective(search().runtimeModel()),
        steering(),
        worker.batch(),
        worker.threads(),
        supernet);
  }

  private Steering steering() {
    OptionalDouble target = search().targetLatencyMs();
    return target.isEmpty()
        ? Steering.NONE
        : new LatencyTarget(
            target.getAsDouble(),
            RuntimeModel.of(problem.tables().latency(), search().runtimeModel()),
            problem.space(),
            search().warmupSteps(),
            search().steps(),
            search().finalFlip());
  }

  /** What weights and thresholds spell out after the last step. */
  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) {
    return new Decisions(problem.space(), search().norm()).derive(trained.parameters());
  }
}
