package io.spnas.report;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The trained network in a run directory: its averaged weights, as the last checkpoint has them.
 */
public final class TrainedRun {
  private TrainedRun() {}

  /**
   * Reads the network of a training that is over.
   *
   * @param runDirectory directory of the run
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if there is no training in the directory, or one that is not over
   * @throws IOException if the directory can't be read
   */
  public static TrainedModel load(String runDirectory, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    TrainedModel model = newest(directory, hadoop);
    if (!directory.holdsResult()) {
      throw new InvalidInputException(
          "Training in %s is not over: continue it with train --resume", runDirectory);
    }
    return model;
  }

  private static TrainedModel newest(RunDirectory directory, Configuration hadoop)
      throws IOException {
    Settings settings = Settings.parse(directory.configuration());
    List<String> labels = directory.labels();
    NetworkShape shape =
        NetworkDescription.read(
            directory.architecture(),
            directory.architecturePath(),
            settings.input(),
            settings.model());
    Checkpoint checkpoint =
        new CheckpointDirectory(directory.checkpoints(), hadoop)
            .newest()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "No checkpoint that can be read in %s", directory.checkpoints()));
    return new TrainedModel(
        shape,
        checkpoint.state().averages(),
        checkpoint.state().averagedStatistics(),
        settings.model().bnEpsilon(),
        InputSpec.of(settings.input()),
        labels);
  }
}
