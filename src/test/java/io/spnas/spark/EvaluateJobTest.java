package io.spnas.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.data.Shards;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.Predictor;
import io.spnas.train.Predictor.Prediction;
import io.spnas.train.TrainedModel;
import io.spnas.train.TrainedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateJobTest {
  private static final int CLASSES = 7;
  private static final Configuration HADOOP = new Configuration();

  private static JavaSparkContext spark;
  private static TrainedModel model;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    model = TrainedModels.small(CLASSES);
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setAppName("evaluate")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", SpnasKryoRegistrator.class.getName()));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private EvaluateJob.Outcome evaluate(int workers) throws IOException {
    return EvaluateJob.of(model, directory.toString(), "train", workers, HADOOP)
        .run(() -> spark, System.err);
  }

  /** Counts, image by image, what {@link Predictor} says of the numbered images. */
  private static void assertCountsPredictions(EvaluateJob.Outcome outcome, int images)
      throws IOException {
    ConfusionMatrix expected = new ConfusionMatrix(CLASSES);
    long top1 = 0;
    long top5 = 0;
    double loss = 0;
    try (Predictor predictor = new Predictor(model, 1)) {
      for (int n = 0; n < images; n++) {
        String label = model.labels().get(n % CLASSES);
        List<Prediction> all = predictor.predict(Shards.numberedPng(n), CLASSES);
        List<String> order = all.stream().map(Prediction::label).toList();
        int place = order.indexOf(label);
        top1 += place == 0 ? 1 : 0;
        top5 += place < 5 ? 1 : 0;
        loss -= Math.log(all.get(place).probability());
        expected.add(n % CLASSES, model.labels().indexOf(order.get(0)), 1);
      }
    }
    EvaluationCounts counts = outcome.counts();
    assertThat(counts.images()).isEqualTo(images);
    assertThat(counts.top1()).isEqualTo(top1);
    assertThat(counts.top5()).isEqualTo(top5);
    assertThat(counts.loss()).isCloseTo(loss, within(1e-3 * images));
    for (int t = 0; t < CLASSES; t++) {
      for (int p = 0; p < CLASSES; p++) {
        assertThat(outcome.confusion().images(t, p))
            .as("%d taken for %d", t, p)
            .isEqualTo(expected.images(t, p));
      }
    }
    assertThat(outcome.imagesPerSecond()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyImageOnceWithMoreShardsThanWorkers(int workers) throws IOException {
    Shards.numberedSplit(directory, CLASSES, 20, 3, 17, 1, 9);
    assertCountsPredictions(evaluate(workers), 50);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyImageOnceWithFewerShardsThanWorkersAndImagesThanABatch(int workers) throws IOException {
    Shards.numberedSplit(directory, CLASSES, 5);
    assertCountsPredictions(evaluate(workers), 5);
  }

  @Test
  void withoutAManifestTooAndOfOneImage() throws IOException {
    Shards.numberedSplit(directory, CLASSES, 1);
    Files.delete(directory.resolve("train.manifest.json"));
    assertCountsPredictions(evaluate(2), 1);
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    Shards.numberedSplit(directory, CLASSES + 1, 10);
    assertThatThrownBy(() -> evaluate(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("8 classes", "7");
    Shards.numberedSplit(directory, CLASSES, 10);
    Files.writeString(directory.resolve("labels.txt"), "class, 0\nclass, 2\n");
    assertThatThrownBy(() -> evaluate(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Class 1", "'class, 1'", "'class, 2'", directory.toString());
  }

  @Test
  void aBrokenShardIsNamed() throws IOException {
    Shards.numberedSplit(directory, CLASSES, 10, 10);
    Path shard = directory.resolve("train-00001-of-00002");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    assertThatThrownBy(() -> evaluate(2))
        .isInstanceOf(SparkException.class)
        .hasStackTraceContaining("CorruptShardException")
        .hasStackTraceContaining("train-00001-of-00002");
  }
}
