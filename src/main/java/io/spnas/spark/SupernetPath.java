package io.spnas.spark;

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
 * A network with the weights that it has in a supernet.
 *
 * @param search directory of the search that trained the supernet
 * @param step steps of the search's checkpoint
 * @param operations operation of each searchable layer
 */
record SupernetPath(String search, long step, List<String> operations) implements Serializable {

  static SupernetPath of(String search, long step, Architecture architecture) {
    return new SupernetPath(
        search, step, architecture.operations().stream().map(Operation::label).toList());
  }

  /**
   * A path with all that is needed to compute it.
   *
   * @param architecture the network
   * @param settings settings of the search
   * @param batch images of a step on one worker of the search
   * @param weights the network's weights: the search's moving averages
   */
  record Loaded(Architecture architecture, Settings settings, int batch, float[] weights) {}

  /** Reads the weights. */
  Loaded load(Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(search, hadoop);
    Settings settings = Settings.parse(directory.configuration());
    Checkpoint checkpoint = new CheckpointDirectory(directory.checkpoints(), hadoop).read(step);
    Architecture architecture =
        Architecture.of(
            SearchSpace.of(settings.input(), settings.model()),
            operations.stream().map(Operation::named).toList());
    float[] weights = new float[InheritedWeights.count(architecture)];
    InheritedWeights.copy(architecture, checkpoint.state().averages(), weights);
    int batch = settings.search().globalBatch() / checkpoint.origin().workers();
    return new Loaded(architecture, settings, batch, weights);
  }
}
