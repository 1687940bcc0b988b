package io.spnas.nas.oneshot;

import io.spnas.nas.CandidateScores;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Networks scored in a search, each of them once, and no more than are allowed. */
final class Scoreboard {
  private final CandidateScores scores;
  private final PathCosts costs;
  private final int budget;
  private final Map<Architecture, Scored> scored = new LinkedHashMap<>();

  /**
   * @param scores scores networks
   * @param costs their latencies
   * @param budget networks to be scored at most
   */
  Scoreboard(CandidateScores scores, PathCosts costs, int budget) {
    this.scores = scores;
    this.costs = costs;
    this.budget = budget;
  }

  /** How many more may be scored. */
  int left() {
    return budget - scored.size();
  }

  /** Whether a network was scored. */
  boolean holds(Architecture network) {
    return scored.containsKey(network);
  }

  /** A network that was scored, with its score. */
  Scored of(Architecture network) {
    return scored.get(network);
  }

  /**
   * Scores those networks that were not, all at once: the first ones, if not all of them may be.
   *
   * @throws IOException if they can't be scored
   */
  void score(List<Architecture> networks) throws IOException {
    List<Architecture> unknown =
        networks.stream().distinct().filter(network -> !holds(network)).limit(left()).toList();
    if (unknown.isEmpty()) {
      return;
    }
    List<Double> found = scores.top1(unknown);
    for (int i = 0; i < unknown.size(); i++) {
      Architecture network = unknown.get(i);
      scored.put(network, new Scored(network, found.get(i), costs.milliseconds(network)));
    }
  }

  /** All of them, the best first; of equal ones the fastest, then the one scored first. */
  Stream<Scored> bestFirst() {
    return scored.values().stream().sorted(Scored.BEST_FIRST);
  }

  /** The first of these. */
  Architecture best() {
    return bestFirst().findFirst().orElseThrow().network();
  }
}
