package io.spnas.nas;

import io.spnas.config.Settings;
import io.spnas.latency.ObjectiveTables;
import io.spnas.space.SearchSpace;

/**
 * What a strategy is to solve.
 *
 * @param settings all settings; the target of the latency and the seed are among them
 * @param space the networks to choose among
 * @param tables what they cost
 */
public record SearchProblem(Settings settings, SearchSpace space, ObjectiveTables tables) {

  /**
   * The problem that settings describe.
   *
   * @throws io.spnas.config.InvalidInputException if space or tables can't be as they say
   */
  public static SearchProblem of(Settings settings) {
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    return new SearchProblem(settings, space, ObjectiveTables.load(settings, space));
  }
}
