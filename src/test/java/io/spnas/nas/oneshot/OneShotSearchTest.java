package io.spnas.nas.oneshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.data.Batch;
import io.spnas.engine.InferenceNetwork;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.InheritedWeights;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.StepControls;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import io.spnas.train.BatchNormCalibration;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.RmsProp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole search: a supernet is trained on pictures of stripes, then networks that inherit its
 * weights are scored by other such pictures.
 */
class OneShotSearchTest {
  private static final int BATCH = 16;
  private static final int CLASSES = 4;
  private static final int SIZE = 16;
  private static final int STEPS = 120;
  private static final double TARGET = 22;
  private static final int EVALUATIONS = 24;

  @TempDir private static Path directory;
  private static Path table;
  private static TrainableNetwork supernet;
  private static double lossAtFirst;
  private static double lossAtLast;

  private static SearchProblem problem(String strategy) {
    return SearchProblem.of(
        SmallSpace.settings(
            """
            strategy.name = "%s"
            latency.table = "%s"
            search { target-latency-ms = %s, seed = 4 }
            one-shot { evaluations = %d, population = 8, tolerance = 0.1 }
            """
                .formatted(strategy, table, TARGET, EVALUATIONS)));
  }

  /** Stripes whose direction is the class, at any phase, with noise. */
  private static Batch stripes(int seed) {
    Random random = new Random(seed);
    float[] images = new float[BATCH * 3 * SIZE * SIZE];
    int[] labels = new int[BATCH];
    for (int n = 0; n < BATCH; n++) {
      labels[n] = random.nextInt(CLASSES);
      double angle = Math.PI * labels[n] / CLASSES;
      double phase = 2 * Math.PI * random.nextDouble();
      for (int i = 0; i < 3 * SIZE * SIZE; i++) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        double wave = Math.sin(1.2 * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
        images[n * 3 * SIZE * SIZE + i] = (float) (wave + random.nextGaussian());
      }
    }
    return new Batch(images, labels, 0);
  }

  @BeforeAll
  static void train() throws IOException {
    LatencyTable costs = SmallSpace.table();
    table = Files.writeString(directory.resolve("table.json"), costs.json());
    supernet = Strategies.of(problem("one-shot-random")).supernet(new SupernetWorker(0, BATCH, 1));
    RmsProp optimizer =
        RmsProp.of(
            new RmsProp.Settings(0.9, 0.9, 1e-3, 1e-5),
            supernet.layout(),
            supernet.parameters().length,
            supernet.slices());
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      supernet.step(stripes(step), new StepControls(step, 0, false));
      supernet.exchange().average(1);
      losses.add(supernet.exchange().crossEntropy());
      optimizer.step(supernet.parameters(), supernet.exchange().values(), 0.004);
    }
    lossAtFirst = mean(losses.subList(0, 20));
    lossAtLast = mean(losses.subList(STEPS - 20, STEPS));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  @AfterAll
  static void close() {
    supernet.close();
  }

  /** Scores networks in this process, and keeps the scores. */
  private static final class Scores implements CandidateScores {
    final Map<Architecture, Double> kept = new LinkedHashMap<>();

    @Override
    public List<Double> top1(List<Architecture> networks) throws IOException {
      List<Double> found = new ArrayList<>();
      for (Architecture network : networks) {
        assertThat(kept).doesNotContainKey(network);
        kept.put(network, score(network));
        found.add(kept.get(network));
      }
      return found;
    }

    private static double score(Architecture network) throws IOException {
      NetworkShape shape = network.network();
      float[] weights = new float[InheritedWeights.count(network)];
      InheritedWeights.copy(network, supernet.parameters(), weights);
      int[] next = {10_000};
      float[] statistics;
      try {
        statistics =
            BatchNormCalibration.measure(
                shape, BATCH, 1, 1e-3, weights, () -> stripes(next[0]++), 4);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      EvaluationCounts counts = EvaluationCounts.NONE;
      try (InferenceNetwork inference =
          InferenceNetwork.compile(shape, BATCH, 1, 1e-3, weights, statistics)) {
        for (int seed = 20_000; seed < 20_008; seed++) {
          Batch batch = stripes(seed);
          float[] logits = inference.forward(batch.images());
          counts = counts.plus(EvaluationCounts.of(logits, CLASSES, batch.labels()));
        }
      }
      return counts.top1Share();
    }
  }

  @Test
  void supernetLearnsOnAnyPath() {
    assertThat(lossAtLast).isLessThan(0.8 * lossAtFirst);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-shot-random", "one-shot-evolution", "one-shot-reinforce"})
  void theBestOfThoseScoredIsChosen(String name) throws IOException {
    SearchProblem problem = problem(name);
    Scores scores = new Scores();
    TrainedSupernet trained =
        new TrainedSupernet(supernet.parameters(), supernet.parameters(), supernet.carried());
    Architecture chosen = Strategies.of(problem).choose(trained, scores);
    PathCosts costs = new PathCosts(problem.tables().latency(), problem.space());
    double best =
        Collections.max(
            scores.kept.entrySet().stream()
                .filter(entry -> costs.milliseconds(entry.getKey()) <= TARGET)
                .map(Map.Entry::getValue)
                .toList());
    assertThat(scores.kept).hasSize(EVALUATIONS).containsEntry(chosen, best);
    assertThat(costs.milliseconds(chosen)).isLessThanOrEqualTo(TARGET);
    assertThat(best).as("where a guess is right 1 time in 4").isGreaterThan(0.5);
  }
}
