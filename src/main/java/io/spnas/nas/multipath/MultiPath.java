package io.spnas.nas.multipath;

import io.spnas.config.InvalidInputException;
import io.spnas.config.RuntimeModelKind;
import io.spnas.config.SearchSettings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;

/** A search with a path for each candidate operation. */
public final class MultiPath implements SearchStrategy {
  private final SearchProblem problem;
  private final Method method;
  private final Turns turns;

  /**
   * @param problem what is to be solved
   * @param method by which method
   * @throws InvalidInputException if the settings ask for what none of the methods does
   */
  public MultiPath(SearchProblem problem, Method method) {
    this.problem = problem;
    this.method = method;
    this.turns = new Turns(search().warmupSteps(), problem.settings().multiPath().every());
    requireLatency();
    requireTurns();
  }

  private SearchSettings search() {
    return problem.settings().search();
  }

  private String named() {
    return "strategy.name = " + problem.settings().strategy().name();
  }

  private void requireLatency() {
    if (problem.tables().isBeyondLatency()) {
      throw new InvalidInputException(
          "%s makes latency small and nothing else, but search.objective has more: expected"
              + " search.objective = latency",
          named());
    }
    if (search().runtimeModel() != RuntimeModelKind.EXACT) {
      throw new InvalidInputException(
          "%s takes latencies from the table as they are, but search.runtime-model = reference:"
              + " expected exact",
          named());
    }
  }

  private void requireTurns() {
    if (turns.firstOfArchitecture() >= search().steps()) {
      throw new InvalidInputException(
          "%s never learns what to choose: search.steps = %d, search.warmup-steps = %d and"
              + " multi-path.every = %d, expected at least %d steps",
          named(),
          search().steps(),
          search().warmupSteps(),
          problem.settings().multiPath().every(),
          turns.firstOfArchitecture() + 1);
    }
  }

  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public boolean readsHeldBack(long step) {
    return turns.of(step) == Turn.ARCHITECTURE;
  }

  @Override
  public SupernetSize size(SearchSpace space, SupernetWorker worker) {
    return SupernetSize.of(space.multiPath(), method.memory(), worker);
  }

  @Override
  public TrainableNetwork supernet(SupernetWorker worker) {
    return new MultiPathSupernet(problem, method, worker);
  }

  /** The most probable network; with a target, the most probable one that just meets it. */
  @Override
  public Architecture choose(TrainedSupernet trained, CandidateScores scores) {
    ArchitectureWeights architecture = ArchitectureWeights.of(problem.space());
    return new FinalChoice(problem.space(), problem.tables().latency(), architecture)
        .of(architecture.read(trained.parameters()), search().targetLatencyMs());
  }
}
