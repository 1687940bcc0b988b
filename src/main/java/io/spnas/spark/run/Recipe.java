package io.spnas.spark.run;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.nas.TrainableNetwork;
import io.spnas.train.Checkpoint.Origin;
import io.spnas.train.RmsProp;
import io.spnas.train.Schedule;
import io.spnas.train.TrainingLoop;
import io.spnas.train.Validation;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * What tells one kind of run from another: which network is trained, on what schedule. Driver and
 * workers read all of it from the same configuration.
 */
public abstract class Recipe implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String configuration;
  private transient Settings settings;

  /**
   * @param settings settings of the run
   */
  protected Recipe(Settings settings) {
    this.configuration = settings.render();
  }

  /** Settings of the run. */
  public Settings settings() {
    if (settings == null) {
      settings = Settings.parse(configuration);
    }
    return settings;
  }

  /** Resolved configuration, HOCON. */
  String configuration() {
    return configuration;
  }

  /** Word for the run in messages. */
  public abstract String name();

  /** Key of the images that workers share in a step, for messages. */
  public abstract String globalBatchKey();

  /** Key of the number of steps or epochs, which may grow when a run is continued. */
  public abstract String lengthKey();

  /** Whether a run of an earlier configuration may be continued to this one's length. */
  public abstract boolean mayGrowFrom(Settings before);

  /** Images of a step, of all workers together. */
  public abstract int globalBatch();

  /** Seed of all that is random in the run. */
  public abstract long seed();

  /** Key of the restarts allowed, for messages. */
  public abstract String maxRestartsKey();

  /** How often a run starts again after lost workers. */
  public abstract int maxRestarts();

  /**
   * What happens when.
   *
   * @param images images of the training set
   */
  public abstract Schedule schedule(long images);

  /** What becomes of an image. */
  public abstract InputSpec input();

  /**
   * Which of the training shards are held back from the weights; none unless a recipe says so.
   *
   * @param shards all training shards
   */
  public ShardParts parts(ShardDirectory shards) {
    return ShardParts.whole(shards);
  }

  /** Whether a step, from 0, reads images that are held back from the weights. */
  public boolean readsHeldBack(long step) {
    return false;
  }

  /** Whether any step does. */
  public boolean trainsOnHeldBack() {
    return false;
  }

  /** Factor of 0.5 * |w|^2 in the loss. */
  public abstract double weightDecay();

  /**
   * The network with its initial parameters.
   *
   * @param rank rank of the worker
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param hadoop how to reach file systems
   */
  public abstract TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop)
      throws IOException;

  /**
   * How averaged weights are evaluated during the run.
   *
   * @param rank this worker's part
   * @param threads threads that compute
   * @param hadoop how to reach file systems
   */
  public abstract Validation validation(RankSpec rank, int threads, Configuration hadoop);

  RmsProp optimizer(TrainableNetwork network) {
    OptimizerSettings optimizer = settings().optimizer();
    return RmsProp.of(
        new RmsProp.Settings(
            optimizer.rmsDecay(), optimizer.momentum(), optimizer.epsilon(), weightDecay()),
        network.layout(),
        network.parameters().length,
        network.slices());
  }

  TrainingLoop.Averaging averaging() {
    return new TrainingLoop.Averaging(
        settings().model().bnMomentum(), settings().optimizer().emaDecay());
  }

  TrainingLoop.Cadence cadence() {
    return new TrainingLoop.Cadence(
        settings().metrics().everySteps(),
        settings().checkpoint().everySteps(),
        settings().checksum().everySteps());
  }

  Origin origin(int workers) {
    return new Origin(workers, globalBatch(), seed(), configuration);
  }
}
