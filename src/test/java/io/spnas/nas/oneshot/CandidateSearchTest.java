package io.spnas.nas.oneshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.OneShotSettings;
import io.spnas.config.Settings;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for the best of known scores. */
class CandidateSearchTest {
  private static final double TARGET = 80;

  /** The paper's space on a Pixel 1: 3e13 networks. */
  private static final Candidates PAPER = paper();

  private enum Kind {
    RANDOM,
    EVOLUTION,
    REINFORCE
  }

  private static Candidates paper() {
    Settings settings =
        Settings.load(Optional.empty(), List.of("search.target-latency-ms = " + TARGET));
    return Candidates.of(SearchProblem.of(settings), settings.oneShot().tolerance());
  }

  private static CandidateSearch search(
      Kind kind, Candidates candidates, String changes, long seed) {
    OneShotSettings settings = SmallSpace.settings(changes).oneShot();
    return switch (kind) {
      case RANDOM -> new RandomSearch(candidates, settings.evaluations(), seed);
      case EVOLUTION -> new Evolution(candidates, settings, seed);
      case REINFORCE -> new Reinforce(candidates, settings, seed);
    };
  }

  /** 2,000 of 3e13 networks are enough, where random search stays below 95 %. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void evolutionAndControllerComeWithinAHundredthOfTheOptimum(long seed) throws IOException {
    AdditiveScore random = new AdditiveScore(PAPER, seed);
    double optimum = random.optimum(TARGET);
    AdditiveScore evolution = new AdditiveScore(PAPER, seed);
    AdditiveScore reinforce = new AdditiveScore(PAPER, seed);
    String budget = "one-shot.evaluations = 2000\n";
    Architecture drawn = search(Kind.RANDOM, PAPER, budget, seed).run(random);
    Architecture evolved =
        search(Kind.EVOLUTION, PAPER, budget + "one-shot.population = 50", seed).run(evolution);
    Architecture learned =
        search(Kind.REINFORCE, PAPER, budget + "one-shot.learning-rate = 0.1", seed).run(reinforce);
    assertThat(random.worth(drawn) / optimum).isBetween(0.8, 0.95);
    for (Architecture found : List.of(drawn, evolved, learned)) {
      assertThat(PAPER.costs().milliseconds(found)).isLessThanOrEqualTo(TARGET);
    }
    assertThat(evolution.worth(evolved) / optimum).isBetween(0.99, 1.0);
    assertThat(reinforce.worth(learned) / optimum).isBetween(0.99, 1.0);
    assertThat(random.asked()).hasSize(2000);
    assertThat(evolution.asked()).hasSize(2000);
    assertThat(reinforce.asked()).hasSizeLessThanOrEqualTo(2000);
  }

  /** With the default settings, 200 candidates: the mean over seeds, each with its own score. */
  @Test
  void evolutionAndControllerBeatRandomSearchWithTheDefaults() throws IOException {
    Map<Kind, Double> means = new HashMap<>();
    int seeds = 10;
    for (int seed = 0; seed < seeds; seed++) {
      for (Kind kind : Kind.values()) {
        AdditiveScore score = new AdditiveScore(PAPER, 100 + seed);
        Architecture found = search(kind, PAPER, "", seed).run(score);
        assertThat(score.asked()).hasSizeLessThanOrEqualTo(200);
        double share = score.worth(found) / score.optimum(TARGET);
        means.merge(kind, share / seeds, Double::sum);
      }
    }
    assertThat(means.get(Kind.EVOLUTION)).isGreaterThan(means.get(Kind.RANDOM) + 0.05);
    assertThat(means.get(Kind.REINFORCE)).isGreaterThan(means.get(Kind.RANDOM) + 0.03);
  }

  /** Each network's own number: what is good in one says nothing of the others. */
  private static CandidateScores unrelated(long seed, List<Architecture> asked) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Architecture, Double> scores = new HashMap<>();
    SmallSpace.networks().forEach(network -> scores.put(network, random.nextDouble()));
    return networks -> {
      asked.addAll(networks);
      return networks.stream().map(scores::get).toList();
    };
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theBestOfThoseScoredWithinTheTargetIsFound(Kind kind) throws IOException {
    Candidates candidates = SmallSpace.candidates(new LatencyWindow(20, 24));
    for (int seed = 0; seed < 5; seed++) {
      List<Architecture> asked = new ArrayList<>();
      CandidateScores scores = unrelated(seed, asked);
      Architecture found =
          search(kind, candidates, "one-shot { evaluations = 60, population = 8 }", seed)
              .run(scores);
      assertThat(asked).hasSize(60).doesNotHaveDuplicates();
      List<Architecture> within =
          asked.stream().filter(network -> candidates.costs().milliseconds(network) <= 24).toList();
      List<Double> values = scores.top1(within);
      int best = values.indexOf(values.stream().max(Comparator.naturalOrder()).orElseThrow());
      assertThat(found).isEqualTo(within.get(best));
      if (kind != Kind.REINFORCE) {
        assertThat(within).hasSize(60).allMatch(candidates::holds);
      }
    }
  }

  /** All of a space that is smaller than the budget, so the optimum itself. */
  @ParameterizedTest
  @CsvSource({"RANDOM", "EVOLUTION"})
  void smallWindowsAreScoredToTheirEnd(Kind kind) throws IOException {
    Candidates candidates = SmallSpace.candidates(new LatencyWindow(20, 20.5));
    List<Architecture> all = SmallSpace.networks().stream().filter(candidates::holds).toList();
    List<Architecture> asked = new ArrayList<>();
    CandidateScores scores = unrelated(3, asked);
    search(kind, candidates, "one-shot.evaluations = 5000", 1).run(scores);
    assertThat(asked).hasSameElementsAs(all).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theSameSeedAsksForTheSameNetworksInTheSameOrder(Kind kind) throws IOException {
    List<List<Architecture>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      AdditiveScore score = new AdditiveScore(PAPER, 7);
      search(kind, PAPER, "one-shot.evaluations = 100", seed).run(score);
      runs.add(score.asked());
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ofEqualScoresTheFastestWins(Kind kind) throws IOException {
    Candidates candidates = SmallSpace.candidates(new LatencyWindow(20, 24));
    List<Architecture> asked = new ArrayList<>();
    Architecture found =
        search(kind, candidates, "one-shot.evaluations = 40", 1)
            .run(
                networks -> {
                  asked.addAll(networks);
                  return networks.stream().map(network -> 0.5).toList();
                });
    double fastest =
        asked.stream().mapToDouble(candidates.costs()::milliseconds).min().orElseThrow();
    assertThat(candidates.costs().milliseconds(found)).isEqualTo(fastest);
  }

  @ParameterizedTest
  @CsvSource({"EVOLUTION, 8", "REINFORCE, 8"})
  void aGenerationIsAskedForAtATime(Kind kind, int population) throws IOException {
    List<Integer> sizes = new ArrayList<>();
    AdditiveScore score = new AdditiveScore(PAPER, 7);
    search(kind, PAPER, "one-shot { evaluations = 36, population = 8 }", 1)
        .run(
            networks -> {
              sizes.add(networks.size());
              return score.top1(networks);
            });
    assertThat(sizes).containsExactly(population, population, population, population, 4);
  }

  @Test
  void rewardIsTheScoreWithinTheTargetAndLessBeyond() {
    OneShotSettings settings = SmallSpace.settings("one-shot.reward-exponent = 0.5").oneShot();
    Candidates candidates = SmallSpace.candidates(new LatencyWindow(20, 25));
    Reinforce reinforce = new Reinforce(candidates, settings, 1);
    Architecture any = SmallSpace.networks().get(0);
    assertThat(reinforce.reward(new Scored(any, 0.8, 10))).isEqualTo(0.8);
    assertThat(reinforce.reward(new Scored(any, 0.8, 25))).isEqualTo(0.8);
    assertThat(reinforce.reward(new Scored(any, 0.8, 100))).isEqualTo(0.4);
  }
}
