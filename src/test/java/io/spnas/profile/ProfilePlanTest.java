package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilePlanTest {
  private static final SearchSpace PAPER = PlanSpaces.paper();

  private static Map<String, Timing> additive(ProfilePlan plan) {
    return plan.probes().stream()
        .collect(
            Collectors.toMap(
                Probe::name,
                probe -> new Timing(AdditiveRuntime.milliseconds(probe.network()), 0.5)));
  }

  private static LatencyTable table(ProfilePlan plan, Map<String, Timing> timings) {
    TableOrigin origin =
        TableOrigin.of(plan.space(), "fake", Objective.LATENCY, Map.of("threads", "1"));
    return plan.table("fake", origin, timings);
  }

  @Test
  void probesHaveNamesOfTheirOwnThatFitFiles() {
    List<String> names = ProfilePlan.of(PAPER).probes().stream().map(Probe::name).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]+"));
  }

  @Test
  void everyOperationOfEveryLayerIsInAProbe() {
    List<Probe> probes = ProfilePlan.of(PAPER).probes();
    for (Layer layer : PAPER.searchable()) {
      for (Operation operation : Operation.values()) {
        if (operation != Operation.SKIP) {
          assertThat(probes)
              .as("layer %d %s", layer.index(), operation.label())
              .anyMatch(
                  probe ->
                      probe.network().blocks().equals(List.of(operation.applied(layer.block()))));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"input.size = 224", "input.size = 97", "model.width = 0.5"})
  void whatAddsUpIsPredictedExactly(String setting) {
    SearchSpace space = PlanSpaces.paper(setting);
    ProfilePlan plan = ProfilePlan.of(space);
    LatencyTable table = table(plan, additive(plan));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20; i++) {
      Architecture network = Architecture.random(space, random);
      double time = AdditiveRuntime.milliseconds(network.network());
      assertThat(LatencyPrediction.of(table, network).total()).isCloseTo(time, within(1e-9 * time));
    }
  }

  @Test
  void entriesAreWhatBlocksTakeInANetwork() {
    ProfilePlan plan = ProfilePlan.of(PAPER);
    LatencyTable table = table(plan, additive(plan));
    Layer first = PAPER.searchable().get(0);
    double alone = AdditiveRuntime.milliseconds(Operation.K3_E6.applied(first.block()), 112);
    assertThat(table.milliseconds(0, Operation.K3_E6))
        .isCloseTo(AdditiveRuntime.FACTOR * alone, within(1e-9 * alone));
    // Half the distance of the quartiles, of block and frame.
    assertThat(table.searchable().get(0).spreads().get(Operation.K3_E6))
        .isCloseTo(AdditiveRuntime.FACTOR * Math.hypot(0.5, 0.5), within(1e-9));
    assertThat(table.origin().measured())
        .containsEntry("threads", "1")
        .hasEntrySatisfying(
            "correction",
            words ->
                assertThat(words)
                    .startsWith("blocks' own times x 1.2500, base +3.0000 ms")
                    .endsWith("10 whole networks (mean error 0.0 %)"));
    assertThat(table.rows()).hasSize(22);
  }

  @Test
  void aMissingTimeIsRefused() {
    ProfilePlan plan = ProfilePlan.of(PAPER);
    Map<String, Timing> timings = new HashMap<>(additive(plan));
    timings.remove("exit");
    assertThatThrownBy(() -> table(plan, timings)).hasMessage("No time of exit");
  }

  @Test
  void timesOfNetworksThatContradictTheirBlocksAreRefused() {
    ProfilePlan plan = ProfilePlan.of(PAPER);
    Map<String, Timing> timings = new HashMap<>(additive(plan));
    timings.replaceAll(
        (name, timing) ->
            name.startsWith("network_") ? new Timing(1e5 / timing.median(), 0) : timing);
    assertThatThrownBy(() -> table(plan, timings))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("do not grow with those of their blocks");
  }
}
