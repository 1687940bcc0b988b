package io.spnas.spark;

import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.space.NetworkShape;
import io.spnas.spark.stage.EvaluateProgress;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.Evaluation;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.TrainedModel;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.LongAccumulator;

/**
 * A worker of an evaluation: counts the images of its own shards.
 *
 * @param shape the network
 * @param weights its weights
 * @param statistics its batch norms' moving averages
 * @param epsilon what batch norm adds to the variance
 * @param input what becomes of an image
 * @param shards the split
 * @param workers number of workers
 * @param counted images counted so far by all
 */
record EvaluateWorker(
    NetworkShape shape,
    Broadcast<float[]> weights,
    Broadcast<float[]> statistics,
    double epsilon,
    InputSpec input,
    ShardDirectory shards,
    int workers,
    LongAccumulator counted)
    implements Function<Integer, EvaluateResult> {

  /** So many that threads seldom wait for each other, so few that batches of 224 px are small. */
  private static final int IMAGES_PER_THREAD = 16;

  /** Which worker reads which shards; the sums are the same for any. */
  private static final long SEED = 0;

  static EvaluateWorker of(JavaSparkContext spark, EvaluateJob job) {
    TrainedModel model = job.model();
    return new EvaluateWorker(
        model.shape(),
        spark.broadcast(model.weights()),
        spark.broadcast(model.statistics()),
        model.epsilon(),
        model.input(),
        job.shards(),
        job.workers(),
        spark.sc().longAccumulator(EvaluateProgress.IMAGES));
  }

  /** Images at a time. */
  static int batch(int threads) {
    return IMAGES_PER_THREAD * threads;
  }

  @Override
  public EvaluateResult call(Integer rank) throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    int threads = TaskContext.get().cpus();
    int batch = batch(threads);
    ConfusionMatrix confusion = new ConfusionMatrix(shape.classes());
    RankSpec part = new RankSpec(rank, workers, batch, shape.classes(), SEED);
    try (EvaluationBatches batches = EvaluationBatches.open(hadoop, shards, input, part);
        Evaluation evaluation =
            Evaluation.compile(
                shape, batch, threads, epsilon, weights.value(), statistics.value())) {
      EvaluationCounts counts =
          evaluation.count(
              batches,
              (logits, labels) -> {
                confusion.count(logits, labels);
                counted.add(labels.length);
              });
      return new EvaluateResult(counts, confusion);
    }
  }
}
