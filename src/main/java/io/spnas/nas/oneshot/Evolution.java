package io.spnas.nas.oneshot;

import io.spnas.config.OneShotSettings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.Seeds;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Evolution (Guo et al. 2019, arXiv 1904.00420, algorithm 1). The first generation is drawn
 * uniformly. Parents of each later one are the best of all networks so far, half a generation of
 * them; half of the children are mutants of one parent, the others have each layer of one of two
 * parents. Children outside the latency window, or scored before, are made anew; where that fails
 * too often, a network is drawn uniformly in the child's place.
 */
final class Evolution implements CandidateSearch {
  /** How often a child is made anew. */
  private static final int TRIES = 200;

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
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.CANDIDATES);
    EqualLatencySampler sampler = candidates.sampler();
    Offspring offspring = new Offspring(settings.mutation(), random);
    Scoreboard board = new Scoreboard(scores, candidates.costs(), settings.evaluations());
    while (board.left() > 0) {
      List<Architecture> parents =
          board.bestFirst().limit(settings.population() / 2).map(Scored::network).toList();
      Set<Architecture> children = new LinkedHashSet<>();
      Predicate<Architecture> known = child -> board.holds(child) || children.contains(child);
      while (children.size() < Math.min(settings.population(), board.left())) {
        Supplier<Architecture> birth =
            children.size() < settings.population() / 2
                ? () -> offspring.mutant(parents)
                : () -> offspring.cross(parents);
        Optional<Architecture> child = parents.isEmpty() ? Optional.empty() : fit(birth, known);
        child = child.or(() -> sampler.drawNew(random, known));
        if (child.isEmpty()) {
          break;
        }
        children.add(child.get());
      }
      if (children.isEmpty()) {
        break;
      }
      board.score(List.copyOf(children));
    }
    return board.best();
  }

  /** A child of the window that is not known; none if it takes too long. */
  private Optional<Architecture> fit(Supplier<Architecture> birth, Predicate<Architecture> known) {
    return Stream.generate(birth)
        .limit(TRIES)
        .filter(child -> candidates.holds(child) && !known.test(child))
        .findFirst();
  }
}
