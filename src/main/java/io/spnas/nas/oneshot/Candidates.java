package io.spnas.nas.oneshot;

import io.spnas.latency.LatencyTable;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.Seeds;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.util.OptionalDouble;

/**
 * Networks to choose among.
 *
 * @param space the space they are of
 * @param costs latencies in that space
 * @param window latencies that they may have
 */
record Candidates(SearchSpace space, PathCosts costs, LatencyWindow window) {

  /**
   * Networks of a problem's space that are about as fast as its target; all without a target.
   *
   * @param tolerance how much faster they may be, as a share of the target
   * @throws io.spnas.config.InvalidInputException if all networks are faster, or all are slower
   */
  static Candidates of(SearchProblem problem, double tolerance) {
    SearchSpace space = problem.space();
    LatencyTable table = problem.tables().latency();
    OptionalDouble target = problem.settings().search().targetLatencyMs();
    target.ifPresent(milliseconds -> table.requireWithin(space, milliseconds));
    return new Candidates(
        space, new PathCosts(table, space), LatencyWindow.below(target, tolerance));
  }

  /**
   * These, if there are any: a search should not begin without.
   *
   * @throws io.spnas.config.InvalidInputException if none is found
   */
  Candidates required() {
    sampler().draw(Seeds.random(0, Seeds.Purpose.CANDIDATES));
    return this;
  }

  /** Whether a network of the space is one of them. */
  boolean holds(Architecture network) {
    return window.holds(costs.milliseconds(network));
  }

  /** Draws uniformly among them. */
  EqualLatencySampler sampler() {
    return new EqualLatencySampler(space, costs, window);
  }
}
