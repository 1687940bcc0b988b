package io.spnas.spark.candidates;

import io.spnas.data.Shard;
import io.spnas.data.ShardDirectory;
import io.spnas.spark.stage.EvaluateProgress;
import io.spnas.spark.stage.SeparateTasks;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Evaluates paths of supernets, one a task. A path's batch norms are calibrated, as the supernet's
 * own statistics are of other operations at each step.
 *
 * @param training split that batch norms are calibrated on
 * @param split images that are counted
 * @param trainedOn whether the supernets were trained on them
 */
public record PathEvaluation(ShardDirectory training, ShardDirectory split, boolean trainedOn) {
  /** Training images that a path's batch norms are calibrated on; less a part of a batch. */
  public static final int CALIBRATION_IMAGES = 2048;

  private static final String TRAINING = "train";
  private static final String VALIDATION = "validation";

  /**
   * What to evaluate on: the validation split, or, where there is none, the last training shard.
   *
   * @param data directory of the shards
   * @param hadoop how to reach its file system
   * @throws io.spnas.config.InvalidInputException if a split is not whole
   */
  public static PathEvaluation of(String data, Configuration hadoop) throws IOException {
    ShardDirectory training = ShardDirectory.open(hadoop, data, TRAINING);
    Optional<ShardDirectory> validation = ShardDirectory.find(hadoop, data, VALIDATION);
    if (validation.isPresent()) {
      return new PathEvaluation(training, validation.get(), false);
    }
    List<Shard> shards = training.shards();
    ShardDirectory last =
        new ShardDirectory(
            training.directory(),
            training.split(),
            shards.subList(shards.size() - 1, shards.size()).stream().toList(),
            training.classes());
    return new PathEvaluation(training, last, true);
  }

  /**
   * Evaluates, and prints how far it is.
   *
   * @param paths the paths
   * @param progress where to print
   * @return what was counted of each, in their order
   */
  public List<EvaluationCounts> run(
      JavaSparkContext spark, List<SupernetPath> paths, PrintStream progress) throws IOException {
    long images = split.estimateRecords(spark.hadoopConfiguration());
    progress.printf(
        "Evaluating %d networks with their supernets' weights on %d images of split %s%s%n",
        paths.size(),
        images,
        split.split(),
        trainedOn ? " (one shard; no validation split: the searches trained on them)" : "");
    EvaluateProgress listener = new EvaluateProgress(images * paths.size(), progress);
    spark.sc().addSparkListener(listener);
    try {
      EvaluationCounts[] counts = new EvaluationCounts[paths.size()];
      run(spark, paths, () -> false, (number, result) -> counts[number] = result.counts());
      return List.of(counts);
    } finally {
      spark.sc().removeSparkListener(listener);
    }
  }

  /**
   * Evaluates.
   *
   * @param paths the paths
   * @param stop whether to stop
   * @param results gets what was counted of each as it comes
   */
  public void run(
      JavaSparkContext spark,
      List<SupernetPath> paths,
      BooleanSupplier stop,
      SeparateTasks.Results<PathResult> results)
      throws IOException {
    PathWorker worker =
        new PathWorker(paths, training, split, spark.sc().longAccumulator(EvaluateProgress.IMAGES));
    new SeparateTasks<>(spark, worker, stop)
        .run("networks with a supernet's weights", paths.size(), results);
  }
}
