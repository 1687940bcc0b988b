package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code search.objective}: a name, or weights. */
class ObjectiveSettingsTest {
  private static Settings set(String... overrides) {
    return Settings.load(Optional.empty(), List.of(overrides));
  }

  private static Map<Objective, Double> weights(String value) {
    return set("search.objective=" + value).search().objective().weights();
  }

  @Test
  void latencyIsTheDefault() {
    assertThat(set().search().objective().isLatency()).isTrue();
    assertThat(set("search.objective={latency = 1}").search().objective().isLatency()).isTrue();
    assertThat(set("search.objective={latency = 2}").search().objective().isLatency()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void isKnownByName(Objective objective) {
    assertThat(weights(objective.label())).isEqualTo(Map.of(objective, 1.0));
  }

  @Test
  void weightsAreThoseAboveZero() {
    assertThat(weights("{latency = 1, energy = 0.5, multiply-adds = 0}"))
        .isEqualTo(Map.of(Objective.LATENCY, 1.0, Objective.ENERGY, 0.5));
    assertThat(set("search.objective.energy=2").search().objective().weights())
        .isEqualTo(Map.of(Objective.ENERGY, 2.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latency",
        "{latency = 1, energy = 0.5}",
      })
  void rendersToTheSame(String value) {
    Settings settings = set("search.objective=" + value);
    Settings again = Settings.parse(settings.render());
    assertThat(again.search().objective()).isEqualTo(settings.search().objective());
    assertThat(again.values()).isEqualTo(settings.values()).containsKey("search.objective");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "speed | search.objective = \"speed\" | one of latency, energy, memory, multiply-adds",
        "{} | search.objective = {} | a weight above 0",
        "{latency = 0} | search.objective = | a weight above 0",
        "{latency = -1} | search.objective.latency = -1 | a weight of at least 0",
        "{latency = much} | search.objective.latency = \"much\" | a weight of at least 0",
        "{latency = 1, speed = 1} | search.objective = | weights of latency, energy",
        "[latency] | search.objective = | one of latency",
        "null | search.objective = nothing | one of latency"
      })
  void whatIsNoObjectiveIsRefused(String value, String key, String expected) {
    assertThatThrownBy(() -> set("search.objective=" + value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(key, "expected " + expected)
        .hasMessageNotContaining("\n");
  }
}
