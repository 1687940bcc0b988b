package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The supernet of another search, which a search takes ({@code strategy.supernet}). */
final class SharedSupernet {
  private static final String SCORING =
      "a strategy that scores candidates with a single-path supernet (one-shot-...)";

  private final SearchRecipe recipe;
  private final String search;
  private final Configuration hadoop;

  /**
   * @param recipe the search that takes a supernet
   * @param search directory of the search that has trained it
   * @param hadoop how to reach file systems
   */
  SharedSupernet(SearchRecipe recipe, String search, Configuration hadoop) {
    this.recipe = recipe;
    this.search = search;
    this.hadoop = hadoop;
  }

  /** Directory of the search that has trained it. */
  RunDirectory directory() {
    return new RunDirectory(search, hadoop);
  }

  /**
   * Refuses a search that can't use another's supernet.
   *
   * @throws InvalidInputException if its strategy scores no candidates
   */
  void requireWanted() {
    require(
        recipe.scoresCandidates(),
        "strategy.name = " + recipe.settings().strategy().name(),
        SCORING);
  }

  /**
   * Its last checkpoint.
   *
   * @throws InvalidInputException if the directory holds no finished search of the same space, of a
   *     strategy that scores candidates, and with the same shards held back
   */
  Checkpoint checkpoint() throws IOException {
    requireWanted();
    RunDirectory directory = directory();
    require(
        directory.holdsRun() && !directory.holdsTraining(), "no search there", "one of a search");
    Settings settings = Settings.parse(directory.configuration());
    SearchRecipe other = new SearchRecipe(settings);
    require(
        other.scoresCandidates(),
        "its search has strategy.name = " + settings.strategy().name(),
        SCORING);
    require(
        other.trains(),
        "its search took the supernet of " + settings.strategy().supernet().orElse(""),
        "that directory");
    require(
        other.space().supernet().equals(recipe.space().supernet()),
        "its search space is another",
        "the same input size, model and blocks");
    double heldBack = recipe.settings().strategy().heldBack();
    require(
        settings.strategy().heldBack() == heldBack,
        "its search has strategy.held-back = " + settings.strategy().heldBack(),
        "this search's " + heldBack);
    Optional<Checkpoint> newest = new CheckpointDirectory(directory.checkpoints(), hadoop).newest();
    long step = newest.map(Checkpoint::step).orElse(0L);
    require(
        step >= settings.search().steps(),
        "its search has done " + step + " of " + settings.search().steps() + " steps",
        "one that has done all");
    return newest.orElseThrow();
  }

  private void require(boolean fulfilled, String found, String expected) {
    if (!fulfilled) {
      throw new InvalidInputException(
          "Cannot take strategy.supernet = %s: %s, expected %s", search, found, expected);
    }
  }
}
