package io.spnas.nas.oneshot;

import io.spnas.config.InvalidInputException;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Draws uniformly among the networks of a space whose latency R lies in a window. Few do, so draws
 * are tilted to the window: probability proportional to exp(-beta R). Those outside are thrown
 * away, those inside are kept with probability exp(beta (R - M)), M the end of the window at which
 * that is 1: what is kept has the same probability for all.
 */
final class EqualLatencySampler {
  private static final int TRIES = 1_000_000;

  /** Draws one after another that bring nothing new: at least 99 % are then known, or so. */
  private static final int REPEATS = 1_000;

  private final PathCosts costs;
  private final LatencyWindow window;
  private final double beta;
  private final double end;
  private final OperationPolicy tilted;

  /**
   * @param space the networks
   * @param costs their latencies
   * @param window which of them
   */
  EqualLatencySampler(SearchSpace space, PathCosts costs, LatencyWindow window) {
    Tilt tilt = Tilt.towards(window, costs);
    this.costs = costs;
    this.window = window;
    this.beta = tilt.beta();
    this.end = beta > 0 ? window.most() : window.least();
    this.tilted = new OperationPolicy(space, tilt.logits(costs));
  }

  /**
   * Draws a network.
   *
   * @throws InvalidInputException if none is found in a million tries
   */
  Architecture draw(SplittableRandom random) {
    for (int i = 0; i < TRIES; i++) {
      Architecture network = tilted.draw(random);
      double milliseconds = costs.milliseconds(network);
      if (window.holds(milliseconds)
          && random.nextDouble() < Math.exp(beta * (milliseconds - end))) {
        return network;
      }
    }
    throw new InvalidInputException(
        "Cannot find a network of %.5g to %.5g ms in %,d draws: expected a"
            + " search.target-latency-ms that some networks of the search space have, or, of a"
            + " one-shot strategy, a larger one-shot.tolerance",
        window.least(), window.most(), TRIES);
  }

  /**
   * Draws a network that is not known.
   *
   * @param known which networks are
   * @return none if as good as all in the window are known
   */
  Optional<Architecture> drawNew(SplittableRandom random, Predicate<Architecture> known) {
    for (int i = 0; i < REPEATS; i++) {
      Architecture network = draw(random);
      if (!known.test(network)) {
        return Optional.of(network);
      }
    }
    return Optional.empty();
  }
}
