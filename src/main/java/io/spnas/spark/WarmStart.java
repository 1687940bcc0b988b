package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.nas.InheritedWeights;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A search whose supernet's weights a network starts with.
 *
 * @param search directory of the search
 * @param step steps of its checkpoint
 */
record WarmStart(String search, long step) implements Serializable {

  /**
   * The last checkpoint of a search.
   *
   * @param search directory of the search
   * @param architecture the network that is to start from it
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if the directory holds no search of the network's space that
   *     trains a single-path supernet, or no checkpoint that can be read
   */
  static WarmStart of(String search, Architecture architecture, Configuration hadoop)
      throws IOException {
    RunDirectory directory = new RunDirectory(search, hadoop);
    SearchRecipe recipe = new SearchRecipe(Settings.parse(directory.configuration()));
    recipe.requireInheritable("start from " + search);
    if (!recipe.space().supernet().equals(architecture.space().supernet())) {
      throw new InvalidInputException(
          "Cannot start from %s: its search space is another than the architecture's", search);
    }
    Checkpoint newest =
        new CheckpointDirectory(directory.checkpoints(), hadoop)
            .newest()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot start from %s: no checkpoint that can be read", search));
    return new WarmStart(search, newest.step());
  }

  /** Copies the weights of a network's operations out of the supernet. */
  void copy(Architecture architecture, float[] weights, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(search, hadoop);
    float[] supernet =
        new CheckpointDirectory(directory.checkpoints(), hadoop).read(step).state().parameters();
    InheritedWeights.copy(architecture, supernet, weights);
  }
}
