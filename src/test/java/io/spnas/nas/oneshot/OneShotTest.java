package io.spnas.nas.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainedSupernet;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies by their names. */
class OneShotTest {
  private static final TrainedSupernet NONE =
      new TrainedSupernet(new float[0], new float[0], new float[0]);

  private static SearchProblem problem(String name, String... changes) {
    List<String> overrides = new ArrayList<>(List.of("strategy.name = " + name));
    overrides.addAll(List.of(changes));
    return SearchProblem.of(Settings.load(Optional.empty(), overrides));
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-shot-random", "one-shot-evolution", "one-shot-reinforce"})
  void oneShotStrategiesHoldShardsBackFromAllSteps(String name) {
    SearchStrategy strategy = Strategies.of(problem(name));
    assertThat(strategy.isTrained()).isTrue();
    assertThat(strategy.isSinglePath()).isTrue();
    assertThat(strategy.holdsBack()).isTrue();
    assertThat(strategy.readsHeldBack(0)).isFalse();
    assertThat(strategy.readsHeldBack(10_000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-shot-random", "one-shot-evolution", "one-shot-reinforce"})
  void budgetAndTargetAreRespected(String name) throws IOException {
    SearchProblem problem =
        problem(name, "search.target-latency-ms = 75", "one-shot.evaluations = 30");
    AdditiveScore score = new AdditiveScore(Candidates.of(problem, 0.05), 3);
    Architecture found = Strategies.of(problem).choose(NONE, score);
    assertThat(score.asked()).hasSize(30).contains(found);
    assertThat(LatencyPrediction.of(problem.tables().latency(), found).total())
        .isLessThanOrEqualTo(75);
  }

  @Test
  void randomNetworksFollowFromTheSeedAndAreOfTheTargetsLatency() throws IOException {
    Set<Architecture> found = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      SearchProblem problem =
          problem("random", "search.target-latency-ms = 75", "search.seed = " + seed);
      SearchStrategy strategy = Strategies.of(problem);
      assertThat(strategy.isTrained()).isFalse();
      assertThat(strategy.holdsBack()).isFalse();
      Architecture network = strategy.choose(NONE, OneShotTest::refuse);
      assertThat(Strategies.of(problem).choose(NONE, OneShotTest::refuse)).isEqualTo(network);
      assertThat(LatencyPrediction.of(problem.tables().latency(), network).total())
          .isBetween(0.99 * 75, 75.0);
      found.add(network);
    }
    assertThat(found).hasSize(10);
  }

  private static List<Double> refuse(List<Architecture> networks) {
    throw new AssertionError("a random network needs no score");
  }

  @Test
  void randomNetworksNeedNoTarget() throws IOException {
    Set<Architecture> found = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      found.add(
          Strategies.of(problem("random", "search.seed = " + seed))
              .choose(NONE, OneShotTest::refuse));
    }
    assertThat(found).hasSize(10);
  }

  @Test
  void randomNetworksHaveNoSupernet() {
    SearchStrategy strategy = Strategies.of(problem("random"));
    assertThatThrownBy(() -> strategy.supernet(new SupernetWorker(0, 1, 1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-shot-random", "one-shot-evolution", "one-shot-reinforce", "random"})
  void targetsOutsideTheSpaceAreRefused(String name) {
    SearchProblem problem = problem(name, "search.target-latency-ms = 10");
    assertThatThrownBy(() -> Strategies.of(problem))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot reach search.target-latency-ms = 10")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({"one-shot-evolution", "one-shot-reinforce"})
  void generationsLargerThanTheBudgetAreRefused(String name) {
    SearchProblem problem = problem(name, "one-shot.evaluations = 10");
    assertThatThrownBy(() -> Strategies.of(problem))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Invalid one-shot.population = 20: expected at most one-shot.evaluations = 10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one-shot.evaluations = 0|one-shot.evaluations",
        "one-shot.population = 1|one-shot.population",
        "one-shot.mutation = 0|one-shot.mutation",
        "one-shot.mutation = 1.5|one-shot.mutation",
        "one-shot.tolerance = 1|one-shot.tolerance",
        "one-shot.reward-exponent = -1|one-shot.reward-exponent",
        "one-shot.learning-rate = 0|one-shot.learning-rate"
      })
  void badSettingsAreRefusedInOneLine(String setting, String key) {
    assertThatThrownBy(() -> problem("one-shot-evolution", setting))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("expected")
        .hasMessageNotContaining("\n");
  }

  @Test
  void windowsThatHoldNoNetworkAreRefusedBeforeTheSearch() {
    // Costs have four decimals: 80 ms less 1e-10 ms or so is met by chance alone.
    SearchProblem problem =
        problem(
            "one-shot-evolution", "search.target-latency-ms = 80", "one-shot.tolerance = 1e-12");
    assertThatThrownBy(() -> Strategies.of(problem))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot find a network of 80.000 to 80.000 ms in 1,000,000 draws");
  }
}
