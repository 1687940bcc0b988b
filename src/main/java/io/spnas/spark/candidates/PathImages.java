package io.spnas.spark.candidates;

import io.spnas.config.InputSettings;
import io.spnas.data.Batch;
import io.spnas.data.BatchSource;
import io.spnas.data.DecodedBatches;
import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.TrainingBatches;
import io.spnas.train.Evaluation;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The images on which paths are calibrated and counted. Decoded, they are kept in an executor's
 * memory where they are no more than a limit; else each path reads them again.
 */
final class PathImages {
  private static final int IMAGES_PER_THREAD = 16;

  /** So that every path sees the same images, whatever its search's seed. */
  private static final long SEED = 0;

  private final String application;
  private final ShardDirectory training;
  private final ShardDirectory split;
  private final SupernetCheckpoint.Loaded supernet;
  private final InputSpec input;
  private final int batch;
  private final long limit;
  private final Configuration hadoop;

  /**
   * @param application id of the application, whose tasks share what is decoded
   * @param training split to calibrate on
   * @param split split to count on
   * @param supernet the supernet, whose settings say what becomes of an image
   * @param threads threads that compute a path
   * @param limit largest memory of decoded images of one purpose, in bytes
   * @param hadoop how to reach the shards
   */
  PathImages(
      String application,
      ShardDirectory training,
      ShardDirectory split,
      SupernetCheckpoint.Loaded supernet,
      int threads,
      long limit,
      Configuration hadoop) {
    this.application = application;
    this.training = training;
    this.split = split;
    this.supernet = supernet;
    this.input = InputSpec.of(supernet.settings().input());
    this.limit = limit;
    this.batch = IMAGES_PER_THREAD * threads;
    this.hadoop = hadoop;
  }

  private boolean fits(long images) {
    return DecodedBatches.bytes(input, images) <= limit;
  }

  /**
   * What tells decoded images from others: the application, the images, and what becomes of them.
   */
  private record Key(
      String application,
      ShardDirectory shards,
      int batch,
      int size,
      List<Double> mean,
      List<Double> std,
      List<Double> crop,
      boolean flip) {}

  private Key key(ShardDirectory shards, int batchSize) {
    InputSettings settings = supernet.settings().input();
    return new Key(
        application,
        shards,
        batchSize,
        settings.size(),
        settings.mean(),
        settings.std(),
        List.of(settings.cropAreaMin(), settings.centreCrop()),
        settings.flip());
  }

  private RankSpec all(int batchSize) {
    return new RankSpec(0, 1, batchSize, supernet.settings().model().classes(), SEED);
  }

  /** Images at a time in {@link #count}. */
  int batch() {
    return batch;
  }

  /** Measures statistics on batches as large as the search's, from the first on. */
  interface Calibration {
    float[] measure(BatchSource images, int batches) throws IOException, InterruptedException;
  }

  /**
   * Calibrates on training images: in batches as large as the search's, which fit, and whose
   * variances are as those that it trained with.
   */
  float[] calibrate(Calibration calibration) throws Exception {
    int batchSize = supernet.batch();
    int batches = Math.max(1, PathEvaluation.CALIBRATION_IMAGES / batchSize);
    if (!fits((long) batches * batchSize)) {
      try (TrainingBatches source = trainingBatches()) {
        return calibration.measure(source, batches);
      }
    }
    DecodedBatches decoded =
        ExecutorCache.get(
            key(training, batchSize),
            DecodedBatches.class,
            () -> {
              try (TrainingBatches source = trainingBatches()) {
                return DecodedBatches.first(batches, source);
              }
            });
    return calibration.measure(decoded.source(), batches);
  }

  private TrainingBatches trainingBatches() {
    return TrainingBatches.open(hadoop, training, input, all(supernet.batch()), 0);
  }

  /** Counts all images of the split. */
  EvaluationCounts count(Evaluation evaluation, Evaluation.Observer observer) throws Exception {
    long images =
        ExecutorCache.get(
            List.of(application, split), Long.class, () -> split.estimateRecords(hadoop));
    if (!fits(images)) {
      try (EvaluationBatches batches = splitBatches()) {
        return evaluation.count(batches, observer);
      }
    }
    DecodedBatches decoded =
        ExecutorCache.get(
            key(split, batch),
            DecodedBatches.class,
            () -> {
              try (EvaluationBatches source = splitBatches()) {
                return DecodedBatches.all(source);
              }
            });
    EvaluationCounts sum = EvaluationCounts.NONE;
    for (Batch batch : decoded.batches()) {
      sum = sum.plus(evaluation.count(batch, observer));
    }
    return sum;
  }

  private EvaluationBatches splitBatches() {
    return EvaluationBatches.open(hadoop, split, input, all(batch));
  }
}
