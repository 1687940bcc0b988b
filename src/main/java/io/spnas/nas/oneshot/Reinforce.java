package io.spnas.nas.oneshot;

import io.spnas.config.InvalidInputException;
import io.spnas.config.OneShotSettings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.Seeds;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A controller learns to draw good networks by reinforcement (MnasNet, Tan et al. 2019, arXiv
 * 1807.11626). Each layer's operation has logits of its own, where MnasNet's controller is an RNN
 * whose later choices know the earlier ones. The reward is MnasNet's with a hard limit (there alpha
 * = 0, beta = -w):
 *
 * <pre>
 *   score                              where the latency is at most the target, or there is none
 *   score * (target / latency)^w       where it is more
 * </pre>
 *
 * <p>The first draws have about the target's latency ({@link Tilt}). A network that comes up again
 * counts again, with the score it has. Networks that are too slow teach, but only others are found.
 */
final class Reinforce implements CandidateSearch {
  /** Share of the rewards' moving average that a batch keeps. */
  private static final double BASELINE_KEPT = 0.5;

  /** Draws for each network that may be scored: a controller that is sure repeats itself. */
  private static final int DRAWS = 10;

  private final Candidates candidates;
  private final OneShotSettings settings;
  private final long seed;

  /**
   * @param candidates networks to choose among; the window's end is the target
   * @param settings how many are drawn at a time and scored in all, the reward, the learning rate
   * @param seed seed of all draws
   */
  Reinforce(Candidates candidates, OneShotSettings settings, long seed) {
    this.candidates = candidates;
    this.settings = settings;
    this.seed = seed;
  }

  @Override
  public Architecture run(CandidateScores scores) throws IOException {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.CANDIDATES);
    Scoreboard board = new Scoreboard(scores, candidates.costs(), settings.evaluations());
    double[][] logits =
        Tilt.towards(candidates.window(), candidates.costs()).logits(candidates.costs());
    Ascent ascent = new Ascent(logits, settings.learningRate());
    double baseline = Double.NaN;
    long draws = 0;
    while (board.left() > 0 && draws < (long) DRAWS * settings.evaluations()) {
      OperationPolicy policy = new OperationPolicy(candidates.space(), logits);
      List<Architecture> drawn =
          Stream.generate(() -> policy.draw(random)).limit(settings.population()).toList();
      draws += drawn.size();
      board.score(drawn);
      if (board.left() == 0) {
        break;
      }
      double[] rewards = drawn.stream().mapToDouble(network -> reward(board.of(network))).toArray();
      double mean = Arrays.stream(rewards).average().orElseThrow();
      // The first batch's own mean makes its estimate shorter by 1/n, which Adam makes up for.
      baseline = Double.isNaN(baseline) ? mean : baseline;
      ascent.step(PolicyGradient.estimate(policy, drawn, rewards, baseline));
      baseline += (1 - BASELINE_KEPT) * (mean - baseline);
    }
    return fastEnough(board);
  }

  /** What a network is worth to the controller. */
  double reward(Scored scored) {
    double ratio = Math.min(1, candidates.window().most() / scored.milliseconds());
    return scored.top1() * Math.pow(ratio, settings.rewardExponent());
  }

  private Architecture fastEnough(Scoreboard board) {
    double target = candidates.window().most();
    return board
        .bestFirst()
        .filter(scored -> scored.milliseconds() <= target)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "None of the %d networks scored is within search.target-latency-ms = %s:"
                        + " expected a larger one-shot.reward-exponent, or more"
                        + " one-shot.evaluations",
                    settings.evaluations() - board.left(), target))
        .network();
  }
}
