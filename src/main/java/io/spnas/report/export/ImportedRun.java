package io.spnas.report.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainingState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A run directory for weights that were trained elsewhere: it looks as if a training had ended
 * after no steps, so that all that reads trained networks reads it.
 */
public final class ImportedRun {
  private ImportedRun() {}

  /**
   * Writes a directory.
   *
   * @param runDirectory directory of the run, new or empty
   * @param settings settings that the network was built for
   * @param shape the network
   * @param values its weights and statistics
   * @param labels names of the classes
   * @param source where the weights are from
   * @param hadoop how to reach file systems
   * @throws io.spnas.config.InvalidInputException if the directory holds anything
   * @throws IOException if it can't be written
   */
  public static void write(
      String runDirectory,
      Settings settings,
      NetworkShape shape,
      NpzWeights values,
      List<String> labels,
      String source,
      Configuration hadoop)
      throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    directory.begin(settings.render());
    directory.architecture(NetworkDescription.write(shape, settings.model().width()));
    directory.labels(labels);
    Checkpoint.Origin origin =
        new Checkpoint.Origin(
            1, settings.train().globalBatch(), settings.train().seed(), settings.render());
    new CheckpointDirectory(directory.checkpoints(), hadoop)
        .write(new Checkpoint(state(values), origin), 1);
    // Last: with it, the directory counts as a training that is over.
    directory.result(
        JsonNodeFactory.instance
                .objectNode()
                .put("steps", 0)
                .put("imported_from", source)
                .toPrettyString()
            + "\n");
  }

  /** The state in which a training with these weights would begin. */
  private static TrainingState state(NpzWeights values) {
    float[] meanSquares = new float[values.weights().length];
    Arrays.fill(meanSquares, 1);
    return new TrainingState(
        0,
        values.weights(),
        values.weights(),
        meanSquares,
        new float[meanSquares.length],
        values.statistics(),
        values.statistics());
  }
}
