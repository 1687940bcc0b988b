package io.spnas.nas.oneshot;

import io.spnas.config.InvalidInputException;
import io.spnas.config.OneShotSettings;
import io.spnas.config.SearchSettings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.StepSettings;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.nas.UniformSupernet;
import io.spnas.space.Architecture;
import java.io.IOException;

/**
 * A search in two parts: weights are trained on paths drawn uniformly ({@link UniformSupernet}),
 * then networks are scored with the weights they inherit, on images that no weight was trained on.
 */
public final class OneShot implements SearchStrategy {
  private final SearchProblem problem;
  private final CandidateSearch search;

  private OneShot(SearchProblem problem, CandidateSearch search) {
    this.problem = problem;
    this.search = search;
  }

  /**
   * The best of networks drawn uniformly among those of the target's latency.
   *
   * @throws InvalidInputException if no network has that latency
   */
  public static SearchStrategy random(SearchProblem problem) {
    return new OneShot(
        problem,
        new RandomSearch(
            candidates(problem).required(),
            problem.settings().oneShot().evaluations(),
            seed(problem)));
  }

  /**
   * Evolution among the networks of the target's latency.
   *
   * @throws InvalidInputException if no network has that latency, or a generation is too large
   */
  public static SearchStrategy evolution(SearchProblem problem) {
    return new OneShot(
        problem,
        new Evolution(candidates(problem).required(), generations(problem), seed(problem)));
  }

  /**
   * A controller that learns to draw networks within the target.
   *
   * @throws InvalidInputException if there are none, or it would learn nothing
   */
  public static SearchStrategy reinforce(SearchProblem problem) {
    return new OneShot(
        problem, new Reinforce(candidates(problem), generations(problem), seed(problem)));
  }

  private static long seed(SearchProblem problem) {
    return problem.settings().search().seed();
  }

  private static Candidates candidates(SearchProblem problem) {
    return Candidates.of(problem, problem.settings().oneShot().tolerance());
  }

  private static OneShotSettings generations(SearchProblem problem) {
    OneShotSettings settings = problem.settings().oneShot();
    if (settings.population() > settings.evaluations()) {
      throw new InvalidInputException(
          "Invalid one-shot.population = %d: expected at most one-shot.evaluations = %d",
          settings.population(), settings.evaluations());
    }
    return settings;
  }

  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public boolean isSinglePath() {
    return true;
  }

  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    SearchSettings settings = problem.settings().search();
    return new UniformSupernet(
        problem.space(),
        problem.tables().objective(settings.runtimeModel()),
        worker.batch(),
        worker.threads(),
        StepSettings.ofSearch(problem.settings(), worker.rank()));
  }

  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) throws IOException {
    return search.run(scores);
  }
}
