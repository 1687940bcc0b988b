package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.latency.LatencyTable;
import io.spnas.latency.LatencyTable.Row;
import io.spnas.space.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OdditiesTest {
  private final PackManifest pack = SmallSpace.pack();

  private LatencyTable table(Map<Operation, Double> costs, Map<Operation, Double> spreads) {
    return new LatencyTable("t", Origins.of(pack), 1, List.of(new Row(1, true, costs, spreads)));
  }

  private static Map<Operation, Double> four(double k3e3, double k3e6, double k5e3, double k5e6) {
    return Map.of(
        Operation.K3_E3, k3e3, Operation.K3_E6, k3e6, Operation.K5_E3, k5e3, Operation.K5_E6, k5e6);
  }

  private static Measurements rounds(double... milliseconds) {
    Measurements measurements = new Measurements();
    for (double time : milliseconds) {
      measurements.add("entrance", time);
      measurements.add("exit", 2 * time);
    }
    return measurements;
  }

  private List<String> oddities(LatencyTable table, Measurements measurements, int rounds) {
    return Oddities.of(table, measurements, rounds);
  }

  @Test
  void steadyTimesAreNotOdd() {
    LatencyTable table = table(four(1, 2, 1.5, 3), four(0.05, 0.05, 0.05, 0.05));
    assertThat(oddities(table, rounds(1, 1.01, 1, 1.02, 1, 1, 1, 1), 8)).isEmpty();
  }

  @Test
  void wideEntriesAreCountedAndNamed() {
    LatencyTable table = table(four(1, 2, 1.5, 3), four(0.25, 0.05, 0.05, 0.6));
    assertThat(oddities(table, rounds(1), 1))
        .singleElement()
        .asString()
        .contains("2 of 4 entries", "layer 1 3x3-3: 1.0000 ms, spread 0.2500 (25 %)");
  }

  @Test
  void smallerOperationsThatTakeLongerAreTold() {
    LatencyTable table = table(four(2.5, 2, 3.5, 3.4), four(0.05, 0.05, 0.15, 0.15));
    assertThat(oddities(table, rounds(1), 1))
        .singleElement()
        .asString()
        .contains("layer 1 3x3-3 takes 0.5000 ms more than 3x3-6 (beyond their spread)")
        .contains("layer 1 5x5-3 takes 0.1000 ms more than 5x5-6 (within their spread)");
  }

  @Test
  void entriesOfNothingAreTold() {
    LatencyTable table = table(four(0, 2, 1.5, 3), four(0, 0, 0, 0));
    assertThat(oddities(table, rounds(1), 1)).singleElement().asString().contains("layer 1 3x3-3");
  }

  @Test
  void slowRoundsAndADeviceThatGetsSlowerAreTold() {
    LatencyTable table = table(four(1, 2, 1.5, 3), Map.of());
    assertThat(oddities(table, rounds(1, 1, 1.5, 1, 1, 1, 1, 1), 8))
        .singleElement()
        .asString()
        .contains("1 of 8 rounds", "round 3 by 50 %");
    assertThat(oddities(table, rounds(1, 1, 1.1, 1.1, 1.1, 1.1, 1.2, 1.2), 8))
        .singleElement()
        .asString()
        .contains("last quarter", "20 % slower");
  }

  @Test
  void clockAndLoadAreTold() {
    LatencyTable table = table(four(1, 2, 1.5, 3), Map.of());
    Measurements measurements = rounds(1);
    measurements.note("clock_mhz", new Range(1800, 3600).toString());
    measurements.note("load", new Range(1, 1000).toString());
    assertThat(oddities(table, measurements, 1))
        .satisfiesExactly(
            clock -> assertThat(clock).contains("1800.00 to 3600.00 MHz"),
            load -> assertThat(load).contains("1.00 to 1000.00"));
  }
}
