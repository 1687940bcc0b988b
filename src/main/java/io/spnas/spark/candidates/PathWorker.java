package io.spnas.spark.candidates;

import io.spnas.data.ShardDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import io.spnas.train.BatchNormCalibration;
import io.spnas.train.Evaluation;
import io.spnas.train.EvaluationCounts;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.LongAccumulator;

/**
 * Evaluates one path of a supernet on a whole split, its batch norms calibrated on training images:
 * the same ones for every path. Supernet and decoded images are shared by the tasks of an executor.
 *
 * @param paths all paths
 * @param training split to calibrate on
 * @param split split to count on
 * @param counted images counted so far by all
 */
record PathWorker(
    List<SupernetPath> paths,
    ShardDirectory training,
    ShardDirectory split,
    LongAccumulator counted)
    implements Function<Integer, PathResult> {

  @Override
  public PathResult call(Integer index) throws Exception {
    long start = System.nanoTime();
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    String application = SparkEnv.get().conf().getAppId();
    int threads = TaskContext.get().cpus();
    SupernetPath path = paths.get(index);
    SupernetCheckpoint.Loaded supernet =
        ExecutorCache.get(
            List.of(application, path.supernet()),
            SupernetCheckpoint.Loaded.class,
            () -> path.supernet().load(hadoop));
    PathImages images =
        new PathImages(application, training, split, supernet, threads, limit(), hadoop);
    EvaluationCounts counts = count(supernet, path.operations(), images, threads);
    return new PathResult(counts, (System.nanoTime() - start) / 1e9, threads);
  }

  /** A quarter of the largest heap, in bytes. */
  private static long limit() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  private EvaluationCounts count(
      SupernetCheckpoint.Loaded supernet, List<String> operations, PathImages images, int threads)
      throws Exception {
    Architecture architecture = supernet.architecture(operations);
    NetworkShape shape = architecture.network();
    float[] weights = supernet.weights(architecture);
    double epsilon = supernet.settings().model().bnEpsilon();
    float[] statistics =
        images.calibrate(
            (source, batches) ->
                BatchNormCalibration.measure(
                    shape, supernet.batch(), threads, epsilon, weights, source, batches));
    try (Evaluation evaluation =
        Evaluation.compile(shape, images.batch(), threads, epsilon, weights, statistics)) {
      return images.count(evaluation, (logits, labels) -> counted.add(labels.length));
    }
  }
}
