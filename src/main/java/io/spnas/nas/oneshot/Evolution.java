package io.spnas.nas.oneshot;

import io.spnas.config.OneShotSettings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.Seeds;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.List;

/** Evolution (Guo et al. 2019, arXiv 1904.00420, algorithm 1) by {@link Generations}. */
final class Evolution implements CandidateSearch {
  private final Candidates candidates;
  private final OneShotSettings settings;
  private final long seed;

  /**
   * @param candidates networks to choose among
   * @param settings how many there are in a generation and in all, and how much a mutant differs
   * @param seed seed of all draws
   */
  Evolution(Candidates candidates, OneShotSettings settings, long seed) {
    this.candidates = candidates;
    this.settings = settings;
    this.seed = seed;
  }

  @Override
  public Architecture run(CandidateScores scores) throws IOException {
    Scoreboard board = new Scoreboard(scores, candidates.costs(), settings.evaluations());
    Generations generations =
        new Generations(candidates, settings, board, Seeds.random(seed, Seeds.Purpose.CANDIDATES));
    List<Architecture> next = generations.next();
    while (!next.isEmpty()) {
      board.score(next);
      next = generations.next();
    }
    return board.best();
  }
}
