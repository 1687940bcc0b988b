package io.spnas.spark;

import io.spnas.config.Settings;
import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.TrainingBatches;
import io.spnas.space.NetworkShape;
import io.spnas.train.BatchNormCalibration;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.Evaluation;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.LongAccumulator;

/**
 * Evaluates one path of a supernet on a whole split, its batch norms calibrated on training images:
 * the same ones for every path.
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
    implements Function<Integer, EvaluateResult> {
  private static final int IMAGES_PER_THREAD = 16;

  /** So that every path sees the same images, whatever its search's seed. */
  private static final long SEED = 0;

  @Override
  public EvaluateResult call(Integer index) throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    int threads = TaskContext.get().cpus();
    SupernetPath.Loaded path = paths.get(index).load(hadoop);
    Settings settings = path.settings();
    NetworkShape shape = path.architecture().network();
    InputSpec input = InputSpec.of(settings.input());
    float[] statistics = calibrate(path, shape, input, threads, hadoop);
    int batch = IMAGES_PER_THREAD * threads;
    RankSpec all = new RankSpec(0, 1, batch, shape.classes(), SEED);
    try (EvaluationBatches batches = EvaluationBatches.open(hadoop, split, input, all);
        Evaluation evaluation =
            Evaluation.compile(
                shape, batch, threads, settings.model().bnEpsilon(), path.weights(), statistics)) {
      EvaluationCounts counts =
          evaluation.count(batches, (logits, labels) -> counted.add(labels.length));
      return new EvaluateResult(counts, new ConfusionMatrix(shape.classes()));
    }
  }

  private float[] calibrate(
      SupernetPath.Loaded path,
      NetworkShape shape,
      InputSpec input,
      int threads,
      Configuration hadoop)
      throws IOException, InterruptedException {
    // Batches as large as the search's: they fit, and their variances are as those it trained with.
    int batch = path.batch();
    RankSpec all = new RankSpec(0, 1, batch, shape.classes(), SEED);
    try (TrainingBatches images = TrainingBatches.open(hadoop, training, input, all, 0)) {
      return BatchNormCalibration.measure(
          shape,
          batch,
          threads,
          path.settings().model().bnEpsilon(),
          path.weights(),
          images,
          Math.max(1, PathEvaluation.CALIBRATION_IMAGES / batch));
    }
  }
}
