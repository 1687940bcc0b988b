package io.spnas.report.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A run of weights that were trained elsewhere. Its directory looks as if a training had ended
 * after no steps, so that all that reads trained networks reads it.
 *
 * @param settings settings that the network was built for
 * @param shape the network
 * @param values its weights and statistics
 * @param labels names of the classes
 * @param source where the weights are from
 */
public record ImportedRun(
    Settings settings, NetworkShape shape, NpzWeights values, List<String> labels, String source) {

  /**
   * Writes the directory.
   *
   * @param runDirectory directory of the run, new or empty
   * @param hadoop how to reach file systems
   * @throws io.spnas.config.InvalidInputException if the directory holds anything
   * @throws IOException if it can't be written
   */
  public void write(String runDirectory, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    directory.begin(settings.render());
    directory.architecture(NetworkDescription.write(shape, settings.model().width()));
    directory.labels(labels);
    new CheckpointDirectory(directory.checkpoints(), hadoop).write(checkpoint(), 1);
    // Last: with it, the directory counts as a training that is over.
    directory.result(result());
  }

  private String result() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("steps", 0);
    root.put("imported_from", source);
    return root.toPrettyString() + "\n";
  }

  /** The state in which a training with these weights would begin. */
  private Checkpoint checkpoint() {
    int parameters = values.weights().length;
    float[] meanSquares = new float[parameters];
    Arrays.fill(meanSquares, 1);
    TrainingState state =
        new TrainingState(
            0,
            values.weights(),
            values.weights(),
            meanSquares,
            new float[parameters],
            values.statistics(),
            values.statistics(),
            new float[0]);
    int globalBatch = settings.train().globalBatch();
    return new Checkpoint(
        state, new Checkpoint.Origin(1, globalBatch, settings.train().seed(), settings.render()));
  }
}
