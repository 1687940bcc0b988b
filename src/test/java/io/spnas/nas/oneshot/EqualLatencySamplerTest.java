package io.spnas.nas.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.nas.SearchProblem;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualLatencySamplerTest {
  private static List<Architecture> networksOf(Candidates candidates) {
    return SmallSpace.networks().stream().filter(candidates::holds).toList();
  }

  /** The window from one share of the networks to another, the fastest first. */
  private static Candidates quantiles(double from, double to) {
    PathCosts costs = new PathCosts(SmallSpace.table(), SmallSpace.space());
    double[] sorted =
        SmallSpace.networks().stream().mapToDouble(costs::milliseconds).sorted().toArray();
    int last = sorted.length - 1;
    return SmallSpace.candidates(
        new LatencyWindow(sorted[(int) (from * last)], sorted[(int) (to * last)]));
  }

  /** Windows below, about and above the mean of all networks, and all networks. */
  @ParameterizedTest(name = "quantiles {0} to {1}")
  @CsvSource({"0, 0.01", "0.05, 0.1", "0.45, 0.55", "0.9, 0.95", "0.99, 1", "0, 1"})
  void networksOfTheWindowAreDrawnEquallyOften(double from, double to) {
    Candidates candidates = quantiles(from, to);
    List<Architecture> networks = networksOf(candidates);
    assertThat(networks).hasSizeBetween(20, SmallSpace.NETWORKS);
    EqualLatencySampler sampler = candidates.sampler();
    SplittableRandom random = new SplittableRandom(3);
    int expected = 40;
    Map<Architecture, Integer> counts = new HashMap<>();
    for (int i = 0; i < expected * networks.size(); i++) {
      counts.merge(sampler.draw(random), 1, Integer::sum);
    }
    assertThat(networks).containsAll(counts.keySet());
    double chiSquare =
        networks.stream()
            .mapToDouble(network -> Math.pow(counts.getOrDefault(network, 0) - expected, 2))
            .map(square -> square / expected)
            .sum();
    // Mean n - 1 and variance 2 (n - 1) if all are equally likely; 4 deviations are rare.
    double freedom = networks.size() - 1;
    assertThat(chiSquare).isCloseTo(freedom, within(4 * Math.sqrt(2 * freedom)));
  }

  /** What the test above can see: a tilt that is not taken back. */
  @Test
  void tiltedDrawsAreNotUniform() {
    LatencyWindow window = quantiles(0.05, 0.1).window();
    double beta = Tilt.towards(window, quantiles(0.05, 0.1).costs()).beta();
    assertThat(Math.exp(beta * (window.most() - window.least())))
        .as("probability at the window's begin by that at its end")
        .isGreaterThan(1.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {52, 60, 79.5, 100, 125})
  void papersSpaceHasNetworksOfAnyTarget(double target) {
    Settings settings =
        Settings.load(Optional.empty(), List.of("search.target-latency-ms = " + target));
    SearchProblem problem = SearchProblem.of(settings);
    EqualLatencySampler sampler = Candidates.of(problem, 0.01).sampler();
    SplittableRandom random = new SplittableRandom(1);
    Set<Architecture> drawn = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Architecture network = sampler.draw(random);
      double milliseconds = LatencyPrediction.of(problem.tables().latency(), network).total();
      assertThat(milliseconds).isBetween(0.99 * target, target);
      drawn.add(network);
    }
    assertThat(drawn).hasSize(20);
  }

  @Test
  void costsAreThoseOfThePrediction() {
    PathCosts costs = new PathCosts(SmallSpace.table(), SmallSpace.space());
    for (Architecture network : SmallSpace.networks()) {
      assertThat(costs.milliseconds(network))
          .isEqualTo(LatencyPrediction.of(SmallSpace.table(), network).total());
    }
  }

  @Test
  void withoutTargetAllNetworksAreAsLikelyAsTheirOperations() {
    Candidates candidates =
        SmallSpace.candidates(LatencyWindow.below(OptionalDouble.empty(), 0.05));
    assertThat(networksOf(candidates)).hasSize(SmallSpace.NETWORKS);
    assertThat(Tilt.towards(candidates.window(), candidates.costs()).beta()).isZero();
  }

  @Test
  void layersThatCannotBeSkippedAreNot() {
    EqualLatencySampler sampler = quantiles(0, 0.1).sampler();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 500; i++) {
      List<Operation> operations = sampler.draw(random).operations();
      assertThat(operations.get(0)).isNotEqualTo(Operation.SKIP);
      assertThat(operations.get(3)).isNotEqualTo(Operation.SKIP);
    }
  }

  @Test
  void windowWithoutNetworksIsRefused() {
    double fastest = SmallSpace.table().range(SmallSpace.space()).least();
    Candidates candidates = SmallSpace.candidates(new LatencyWindow(fastest - 2, fastest - 1e-3));
    assertThatThrownBy(candidates::required)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot find a network of ")
        .hasMessageContaining("1,000,000 draws");
  }

  @Test
  void newNetworksAreDrawnUntilAllAreKnown() {
    Candidates candidates = quantiles(0.1, 0.15);
    EqualLatencySampler sampler = candidates.sampler();
    SplittableRandom random = new SplittableRandom(3);
    Set<Architecture> known = new HashSet<>();
    Optional<Architecture> next = sampler.drawNew(random, known::contains);
    while (next.isPresent()) {
      assertThat(known.add(next.get())).isTrue();
      next = sampler.drawNew(random, known::contains);
    }
    assertThat(known).hasSameElementsAs(networksOf(candidates));
  }
}
