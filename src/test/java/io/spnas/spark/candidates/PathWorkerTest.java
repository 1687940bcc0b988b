package io.spnas.spark.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Settings;
import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.data.Shards;
import io.spnas.data.TrainingBatches;
import io.spnas.nas.InheritedWeights;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import io.spnas.space.SearchSpace;
import io.spnas.train.BatchNormCalibration;
import io.spnas.train.Evaluation;
import io.spnas.train.EvaluationCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathWorkerTest {
  private static final int CLASSES = 7;
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private static Settings settings() {
    return Settings.load(
        Optional.empty(),
        List.of(
            "input.size=32",
            "input.decode-threads=1",
            "model.classes=" + CLASSES,
            "model.width=0.25",
            "search.global-batch=16"));
  }

  private SupernetCheckpoint.Loaded supernet(Settings settings) {
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    Architecture largest =
        Architecture.of(
            space,
            space.searchable().stream().map(layer -> io.spnas.space.Operation.K5_E6).toList());
    float[] averages = new float[InheritedWeights.count(largest)];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < averages.length; i++) {
      averages[i] = (float) random.nextDouble(-0.3, 0.3);
    }
    return new SupernetCheckpoint.Loaded(settings, 8, averages);
  }

  private static EvaluationCounts count(
      PathImages images, SupernetCheckpoint.Loaded supernet, Architecture network)
      throws Exception {
    NetworkShape shape = network.network();
    float[] weights = supernet.weights(network);
    float[] statistics =
        images.calibrate(
            (source, batches) ->
                BatchNormCalibration.measure(shape, 8, 1, 1e-3, weights, source, batches));
    try (Evaluation evaluation =
        Evaluation.compile(shape, images.batch(), 1, 1e-3, weights, statistics)) {
      return images.count(evaluation, Evaluation.Observer.NONE);
    }
  }

  /** Kept in memory, read again for each path, and read by what evaluates networks elsewhere. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1L << 40})
  void countsTheHeldBackImagesWithStatisticsOfTheOthers(long limit) throws Exception {
    Settings settings = settings();
    ShardParts parts = ShardParts.of(Shards.numberedSplit(directory, CLASSES, 30, 40, 50), 0.3);
    SupernetCheckpoint.Loaded supernet = supernet(settings);
    PathImages images =
        new PathImages(
            "application " + limit, parts.kept(), parts.heldBack(), supernet, 1, limit, HADOOP);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    InputSpec input = InputSpec.of(settings.input());
    for (int seed = 0; seed < 3; seed++) {
      Architecture network = Architecture.random(space, new SplittableRandom(seed));
      EvaluationCounts counts = count(images, supernet, network);
      assertThat(counts.images()).isEqualTo(parts.heldBack().records());
      assertThat(counts).isEqualTo(expected(network, supernet, parts, input));
    }
  }

  private static EvaluationCounts expected(
      Architecture network, SupernetCheckpoint.Loaded supernet, ShardParts parts, InputSpec input)
      throws Exception {
    NetworkShape shape = network.network();
    float[] weights = new float[InheritedWeights.count(network)];
    InheritedWeights.copy(network, supernet.averages(), weights);
    float[] statistics;
    try (TrainingBatches source =
        TrainingBatches.open(HADOOP, parts.kept(), input, new RankSpec(0, 1, 8, CLASSES, 0), 0)) {
      statistics =
          BatchNormCalibration.measure(
              shape, 8, 1, 1e-3, weights, source, PathEvaluation.CALIBRATION_IMAGES / 8);
    }
    try (EvaluationBatches source =
            EvaluationBatches.open(
                HADOOP, parts.heldBack(), input, new RankSpec(0, 1, 16, CLASSES, 0));
        Evaluation evaluation = Evaluation.compile(shape, 16, 1, 1e-3, weights, statistics)) {
      return evaluation.count(source, Evaluation.Observer.NONE);
    }
  }

  @Test
  void decodedImagesOfOneSplitAreNotTakenForThoseOfAnother() throws Exception {
    Settings settings = settings();
    ShardDirectory whole = Shards.numberedSplit(directory, CLASSES, 30, 40, 50);
    SupernetCheckpoint.Loaded supernet = supernet(settings);
    Architecture network =
        Architecture.random(
            SearchSpace.of(settings.input(), settings.model()), new SplittableRandom(1));
    for (double share : new double[] {0.2, 0.5, 0.8}) {
      ShardParts parts = ShardParts.of(whole, share);
      PathImages images =
          new PathImages(
              "one application", parts.kept(), parts.heldBack(), supernet, 1, 1L << 40, HADOOP);
      assertThat(count(images, supernet, network).images()).isEqualTo(parts.heldBack().records());
    }
  }
}
