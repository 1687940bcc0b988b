package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Geometry;
import io.spnas.config.Objective;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.SearchSpace;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputedTablesTest {
  private static ToLongFunction<NetworkStatistics> counted(Objective objective) {
    return switch (objective) {
      case MULTIPLY_ADDS -> NetworkStatistics::multiplyAdds;
      case PARAMETERS -> NetworkStatistics::parameters;
      case MEMORY -> NetworkStatistics::peakActivations;
      default -> throw new IllegalArgumentException(objective.label());
    };
  }

  @ParameterizedTest
  @CsvSource({
    "multiply-adds, 224, 1.0, MULTIPLY_ADDS",
    "multiply-adds, 33, 0.35, MULTIPLY_ADDS",
    "parameters, 224, 1.0, PARAMETERS",
    "parameters, 97, 1.4, PARAMETERS",
    "peak-activations, 224, 1.0, MEMORY",
    "peak-activations, 50, 0.5, MEMORY"
  })
  void totalsAreWhatTheNetworkCounts(String name, int size, double width, Objective objective) {
    SearchSpace space = Tables.space("input.size=" + size, "model.width=" + width);
    LatencyTable table = LatencyTable.load(name, space);
    assertThat(table.origin().objective()).isSameAs(objective);
    table.requireCovers(space, Geometry.STRICT);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 50; i++) {
      Architecture network = Architecture.random(space, random);
      double total = LatencyPrediction.of(table, network).total();
      long expected = counted(objective).applyAsLong(NetworkStatistics.of(network.network()));
      assertThat(Math.round(total * 1e6)).isEqualTo(expected);
      assertThat(total).isEqualTo(expected / 1e6, org.assertj.core.api.Assertions.offset(1e-9));
    }
  }

  @Test
  void otherNamesAreFilesOrTablesThatShip() {
    assertThat(ComputedTables.objective("pixel1")).isEmpty();
    assertThat(ComputedTables.objective("memory")).isEmpty();
    assertThat(LatencyTable.load("pixel1", Tables.space()).origin().objective())
        .isSameAs(Objective.LATENCY);
  }
}
