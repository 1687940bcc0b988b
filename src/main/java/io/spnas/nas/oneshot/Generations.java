package io.spnas.nas.oneshot;

import io.spnas.config.OneShotSettings;
import io.spnas.space.Architecture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Generations of networks, none of them scored before. The first is drawn uniformly. Parents of
 * each later one are the best of all networks so far, half a generation of them; half of the
 * children are mutants of one parent, the others have each layer of one of two parents. Children
 * outside the latency window, or known, are made anew; where that fails too often, a network is
 * drawn uniformly in the child's place.
 */
final class Generations {
  /** How often a child is made anew. */
  private static final int TRIES = 200;

  private final Candidates candidates;
  private final OneShotSettings settings;
  private final Scoreboard board;
  private final SplittableRandom random;
  private final EqualLatencySampler sampler;
  private final Offspring offspring;

  /**
   * @param candidates networks to choose among
   * @param settings how many there are in a generation, and how much a mutant differs
   * @param board scores of earlier generations
   * @param random where draws come from
   */
  Generations(
      Candidates candidates, OneShotSettings settings, Scoreboard board, SplittableRandom random) {
    this.candidates = candidates;
    this.settings = settings;
    this.board = board;
    this.random = random;
    this.sampler = candidates.sampler();
    this.offspring = new Offspring(settings.mutation(), random);
  }

  /**
   * The next one; smaller at the end of the budget, and empty when that or the space is used up.
   */
  List<Architecture> next() {
    int half = settings.population() / 2;
    List<Architecture> parents = board.bestFirst().limit(half).map(Scored::network).toList();
    Set<Architecture> children = new LinkedHashSet<>();
    while (children.size() < Math.min(settings.population(), board.left())) {
      Supplier<Architecture> birth =
          children.size() < half ? () -> offspring.mutant(parents) : () -> offspring.cross(parents);
      Optional<Architecture> child =
          Stream.generate(birth)
              .limit(parents.isEmpty() ? 0 : TRIES)
              .filter(born -> candidates.holds(born) && !isKnown(born, children))
              .findFirst()
              .or(() -> sampler.drawNew(random, drawn -> isKnown(drawn, children)));
      if (child.isEmpty()) {
        break;
      }
      children.add(child.get());
    }
    return List.copyOf(children);
  }

  private boolean isKnown(Architecture network, Set<Architecture> siblings) {
    return board.holds(network) || siblings.contains(network);
  }
}
