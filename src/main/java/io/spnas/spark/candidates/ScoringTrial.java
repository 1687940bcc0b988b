package io.spnas.spark.candidates;

import io.spnas.config.Settings;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SinglePath;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import io.spnas.spark.stage.EvaluateProgress;
import io.spnas.spark.stage.WorkerSlots;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Scores random networks again and again, to measure how fast that is: with the initial weights of
 * a supernet, whose values cost the same time as those of a trained one.
 */
public final class ScoringTrial {
  private static final float[] NOTHING = {};

  private final JavaSparkContext spark;
  private final PathWorker worker;
  private final int candidates;
  private final long images;

  /**
   * @param settings settings of the search; share of held-back shards and seed are among them
   * @param data directory of the shards
   * @param directory an empty directory for the supernet, which executors reach
   * @param workers workers of the search that the supernet is taken to be of
   * @param candidates networks to score
   * @param spark the application
   */
  public ScoringTrial(
      Settings settings,
      String data,
      String directory,
      int workers,
      int candidates,
      JavaSparkContext spark)
      throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    this.spark = spark;
    this.candidates = candidates;
    ShardDirectory shards = ShardDirectory.open(hadoop, data, "train");
    shards.requireClasses(settings.model().classes());
    ShardParts parts = ShardParts.of(shards, settings.strategy().heldBack());
    this.images = parts.heldBack().estimateRecords(hadoop);
    SupernetCheckpoint supernet = supernet(settings, directory, workers, hadoop);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    SplittableRandom random = new SplittableRandom(settings.search().seed());
    List<SupernetPath> paths =
        Stream.generate(() -> SupernetPath.of(supernet, Architecture.random(space, random)))
            .limit(candidates)
            .toList();
    this.worker =
        new PathWorker(
            paths,
            parts.kept(),
            parts.heldBack(),
            spark.sc().longAccumulator(EvaluateProgress.IMAGES));
  }

  private static SupernetCheckpoint supernet(
      Settings settings, String directory, int workers, Configuration hadoop) throws IOException {
    RunDirectory run = new RunDirectory(directory, hadoop);
    run.begin(settings.render());
    try (TrainableNetwork network =
        new SinglePath(SearchProblem.of(settings)).supernet(new SupernetWorker(0, 1, 1))) {
      TrainingState state =
          new TrainingState(
              1, NOTHING, network.parameters(), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);
      Checkpoint.Origin origin =
          new Checkpoint.Origin(
              workers,
              settings.search().globalBatch(),
              settings.search().seed(),
              settings.render());
      new CheckpointDirectory(run.checkpoints(), hadoop).write(new Checkpoint(state, origin), 1);
    }
    return new SupernetCheckpoint(run.location(), 1);
  }

  /** Held-back images that each network is scored on. */
  public long images() {
    return images;
  }

  /**
   * Waits for the room for some workers.
   *
   * @throws io.spnas.config.InvalidInputException if it does not come
   */
  public void requireRoom(int workers, Settings settings) {
    new WorkerSlots(spark).await(workers, settings.collective().startTimeout(), () -> false);
  }

  /** Time of scoring all networks one after the other, by one worker, in seconds. */
  public double oneAfterTheOther() {
    return run(1);
  }

  /** Time of scoring all networks as a search does, a task each, in seconds. */
  public double sideBySide() {
    return run(candidates);
  }

  private double run(int tasks) {
    long start = System.nanoTime();
    List<Integer> numbers = IntStream.range(0, candidates).boxed().toList();
    spark.parallelize(numbers, tasks).map(worker).collect();
    return (System.nanoTime() - start) / 1e9;
  }
}
