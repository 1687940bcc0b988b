package io.spnas.spark.candidates;

import io.spnas.config.Settings;
import io.spnas.nas.InheritedWeights;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The single-path supernet of a search.
 *
 * @param search directory of the search, wherever one stands
 * @param step steps of its checkpoint
 */
public record SupernetCheckpoint(String search, long step) implements Serializable {

  /**
   * A supernet in memory.
   *
   * @param settings settings of the search
   * @param batch images of a step on one worker of the search
   * @param averages moving averages of its parameters: what evaluations use everywhere else, too,
   *     as they swing less from step to step than the parameters
   */
  record Loaded(Settings settings, int batch, float[] averages) {

    /** A network of the search space. */
    Architecture architecture(List<String> operations) {
      return Architecture.of(
          SearchSpace.of(settings.input(), settings.model()),
          operations.stream().map(Operation::named).toList());
    }

    /** The weights that a network inherits. */
    float[] weights(Architecture architecture) {
      float[] weights = new float[InheritedWeights.count(architecture)];
      InheritedWeights.copy(architecture, averages, weights);
      return weights;
    }
  }

  /** Reads it. */
  public Loaded load(Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(search, hadoop);
    Settings settings = Settings.parse(directory.configuration());
    Checkpoint checkpoint = new CheckpointDirectory(directory.checkpoints(), hadoop).read(step);
    int batch = settings.search().globalBatch() / checkpoint.origin().workers();
    return new Loaded(settings, batch, checkpoint.state().averages());
  }
}
