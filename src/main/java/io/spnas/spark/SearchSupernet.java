package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.nas.TrainedSupernet;
import io.spnas.report.RunDirectory;
import io.spnas.spark.candidates.SupernetCheckpoint;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainingState;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The supernet that a search chooses a network with: its own, another search's, or none.
 *
 * @param checkpoint where it is
 * @param trained the supernet
 */
record SearchSupernet(SupernetCheckpoint checkpoint, TrainedSupernet trained) {
  private static final float[] NOTHING = {};

  /**
   * Reads it.
   *
   * @param directory directory of the search
   * @param recipe the search
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if there is no checkpoint, or no fitting one of the other search
   */
  static SearchSupernet of(RunDirectory directory, SearchRecipe recipe, Configuration hadoop)
      throws IOException {
    if (!recipe.strategy().isTrained()) {
      return new SearchSupernet(
          new SupernetCheckpoint(directory.location(), 0),
          new TrainedSupernet(NOTHING, NOTHING, NOTHING));
    }
    if (!recipe.trains()) {
      SharedSupernet other = recipe.sharedSupernet(hadoop);
      return of(other.directory(), other.checkpoint());
    }
    return of(
        directory,
        new CheckpointDirectory(directory.checkpoints(), hadoop)
            .newest()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "No checkpoint that can be read in %s", directory.checkpoints())));
  }

  private static SearchSupernet of(RunDirectory directory, Checkpoint checkpoint) {
    TrainingState state = checkpoint.state();
    return new SearchSupernet(
        new SupernetCheckpoint(directory.location(), checkpoint.step()),
        new TrainedSupernet(state.parameters(), state.averages(), state.carried()));
  }

  /** Steps that it was trained; 0 if there is none. */
  long step() {
    return checkpoint.step();
  }
}
