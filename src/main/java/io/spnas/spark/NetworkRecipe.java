package io.spnas.spark;

import io.spnas.config.LearningRateDecay;
import io.spnas.config.Settings;
import io.spnas.config.TrainSettings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.nas.FixedNetwork;
import io.spnas.nas.StepSettings;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.spark.run.Recipe;
import io.spnas.train.Schedule;
import io.spnas.train.SplitValidation;
import io.spnas.train.TrainSchedule;
import io.spnas.train.Validation;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The training of a network whose operations are decided. */
final class NetworkRecipe extends Recipe {
  private static final long serialVersionUID = 1L;

  private final String architecture;
  private final ShardDirectory validation;
  private final WarmStart warmStart;

  /**
   * @param settings settings of the run
   * @param architecture the network, as architecture.json describes it
   * @param validation shards to evaluate on; none where the data have no such split
   * @param warmStart where the weights come from; drawn at random if empty
   */
  NetworkRecipe(
      Settings settings,
      String architecture,
      Optional<ShardDirectory> validation,
      Optional<WarmStart> warmStart) {
    super(settings);
    this.architecture = architecture;
    this.validation = validation.orElse(null);
    this.warmStart = warmStart.orElse(null);
  }

  private TrainSettings train() {
    return settings().train();
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String globalBatchKey() {
    return "train.global-batch";
  }

  @Override
  public String lengthKey() {
    return "train.epochs";
  }

  /** A cosine ends where the run does: with more epochs, earlier steps had another rate. */
  @Override
  public boolean mayGrowFrom(Settings before) {
    return train().schedule() == LearningRateDecay.STAIRCASE
        && train().epochs() >= before.train().epochs();
  }

  @Override
  public int globalBatch() {
    return train().globalBatch();
  }

  @Override
  public long seed() {
    return train().seed();
  }

  @Override
  public String maxRestartsKey() {
    return "train.max-restarts";
  }

  @Override
  public int maxRestarts() {
    return train().maxRestarts();
  }

  @Override
  public Schedule schedule(long images) {
    return new TrainSchedule(
        train().epochs(),
        train().globalBatch(),
        images,
        validation == null ? 0 : train().evaluateEveryEpochs(),
        new TrainSchedule.Rate(
            train().learningRate(),
            train().warmupEpochs(),
            train().schedule(),
            train().decayRate(),
            train().decayEpochs()));
  }

  @Override
  public InputSpec input() {
    return InputSpec.ofTraining(settings().input(), train());
  }

  @Override
  public double weightDecay() {
    return train().weightDecay();
  }

  NetworkShape shape() {
    return NetworkDescription.read(
        architecture, "of the run", settings().input(), settings().model());
  }

  @Override
  public TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop)
      throws IOException {
    StepSettings step =
        new StepSettings(
            train().dropout(),
            train().labelSmoothing(),
            settings().model().bnEpsilon(),
            train().seed(),
            rank);
    FixedNetwork network = new FixedNetwork(shape(), batch, threads, step);
    if (warmStart != null) {
      warmStart.copy(
          ArchitectureJson.read(architecture, "of the run"), network.parameters(), hadoop);
    }
    return network;
  }

  @Override
  public Validation validation(RankSpec rank, int threads, Configuration hadoop) {
    if (validation == null) {
      return Validation.NONE;
    }
    return new SplitValidation(
        shape(), settings().model().bnEpsilon(), validation, input(), rank, threads, hadoop);
  }
}
