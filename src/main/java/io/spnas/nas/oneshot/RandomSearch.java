package io.spnas.nas.oneshot;

import io.spnas.nas.CandidateScores;
import io.spnas.nas.Seeds;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The best of networks that are drawn uniformly, none of them twice. */
final class RandomSearch implements CandidateSearch {
  private final Candidates candidates;
  private final int evaluations;
  private final long seed;

  /**
   * @param candidates networks to choose among
   * @param evaluations how many are scored; all, if there are fewer
   * @param seed seed of the draws
   */
  RandomSearch(Candidates candidates, int evaluations, long seed) {
    this.candidates = candidates;
    this.evaluations = evaluations;
    this.seed = seed;
  }

  @Override
  public Architecture run(CandidateScores scores) throws IOException {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.CANDIDATES);
    EqualLatencySampler sampler = candidates.sampler();
    Set<Architecture> drawn = new LinkedHashSet<>();
    while (drawn.size() < evaluations) {
      Optional<Architecture> next = sampler.drawNew(random, drawn::contains);
      if (next.isEmpty()) {
        break;
      }
      drawn.add(next.get());
    }
    Scoreboard board = new Scoreboard(scores, candidates.costs(), evaluations);
    board.score(List.copyOf(drawn));
    return board.best();
  }
}
