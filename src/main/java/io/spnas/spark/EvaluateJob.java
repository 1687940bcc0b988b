package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ClassNames;
import io.spnas.data.InputSpec;
import io.spnas.data.Shard;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardFiles;
import io.spnas.space.NetworkShape;
import io.spnas.spark.run.WorkerLoad;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.spark.stage.EvaluateProgress;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Evaluates a network on a split: each worker counts the images of its own shards, the driver adds
 * up. Workers need neither each other nor to run at the same time; a lost one's images are counted
 * again by another.
 *
 * @param model the network
 * @param shards the split
 * @param workers number of workers; those without a shard count nothing
 */
public record EvaluateJob(TrainedModel model, ShardDirectory shards, int workers) {

  /**
   * What each worker needs.
   *
   * @param shape the network
   * @param input what becomes of an image
   * @param recordBytes mean bytes of an encoded image
   * @param cores cores of a worker
   */
  public static WorkerMemory memory(
      NetworkShape shape, InputSpec input, long recordBytes, int cores) {
    int batch = EvaluateWorker.batch(cores);
    return WorkerMemory.evaluating(new WorkerLoad(shape, input, batch, cores, recordBytes));
  }

  /**
   * What was counted.
   *
   * @param counts sums over all images
   * @param confusion images by true and predicted class
   * @param seconds from the start of the workers to the last one's end
   */
  public record Outcome(EvaluationCounts counts, ConfusionMatrix confusion, double seconds) {
    /** Rate at which images were read, decoded, computed and counted, workers' start included. */
    public double imagesPerSecond() {
      return counts.images() / seconds;
    }
  }

  /**
   * Opens a split.
   *
   * @param data directory of the shards
   * @param split name of the split
   * @param hadoop how to reach its file system
   * @throws InvalidInputException if it is missing, or of other classes than the network's
   */
  public static EvaluateJob of(
      TrainedModel model, String data, String split, int workers, Configuration hadoop)
      throws IOException {
    ShardDirectory shards = ShardDirectory.open(hadoop, data, split);
    shards.requireClasses(model.labels().size());
    Path directory = new Path(shards.directory());
    List<String> names = ClassNames.read(ShardFiles.fileSystem(directory, hadoop), directory);
    requireSame(model.labels(), names, directory);
    return new EvaluateJob(model, shards, workers);
  }

  /** The same number under another name would be counted as right. */
  private static void requireSame(List<String> labels, List<String> names, Path directory) {
    for (int c = 0; c < Math.min(labels.size(), names.size()); c++) {
      if (!labels.get(c).equals(names.get(c))) {
        throw new InvalidInputException(
            "Class %d is '%s' for the network, but '%s' in labels.txt of %s: expected the classes"
                + " it was trained on",
            c, labels.get(c), names.get(c), directory);
      }
    }
  }

  /**
   * Evaluates.
   *
   * @param spark the application
   * @param progress where to print how far it is
   * @throws IOException if images were lost or counted twice
   */
  public Outcome run(Supplier<JavaSparkContext> spark, PrintStream progress) throws IOException {
    JavaSparkContext context = spark.get();
    long images = shards.estimateRecords(context.hadoopConfiguration());
    EvaluateProgress listener = new EvaluateProgress(images, progress);
    context.sc().addSparkListener(listener);
    long start = System.nanoTime();
    try {
      List<EvaluateResult> results =
          context
              .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
              .map(EvaluateWorker.of(context, this))
              .collect();
      Outcome outcome = sum(results, (System.nanoTime() - start) / 1e9);
      requireAll(outcome.counts.images());
      return outcome;
    } finally {
      context.sc().removeSparkListener(listener);
    }
  }

  private Outcome sum(List<EvaluateResult> results, double seconds) {
    EvaluationCounts counts = EvaluationCounts.NONE;
    ConfusionMatrix confusion = new ConfusionMatrix(model.shape().classes());
    for (EvaluateResult result : results) {
      counts = counts.plus(result.counts());
      result.addTo(confusion);
    }
    return new Outcome(counts, confusion, seconds);
  }

  private void requireAll(long images) throws IOException {
    if (shards.records() != Shard.UNKNOWN_RECORDS && images != shards.records()) {
      throw new IOException(
          String.format(
              "Counted %d images of split %s in %s, but its manifest lists %d",
              images, shards.split(), shards.directory(), shards.records()));
    }
  }
}
