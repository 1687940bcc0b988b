package io.spnas.latency;

import io.spnas.config.Settings;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tables, spaces and indicators for tests. */
final class Tables {
  private Tables() {}

  static LatencyTable pixel1() {
    return LatencyTable.load("pixel1");
  }

  static SearchSpace space(String... overrides) {
    Settings settings = Settings.load(Optional.empty(), List.of(overrides));
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** d5, d50, d100 of an operation. */
  static double[] indicators(Operation operation) {
    return new double[] {
      operation.kernel() == 5 ? 1 : 0,
      operation == Operation.SKIP ? 0 : 1,
      operation.expansion() == 6 ? 1 : 0
    };
  }

  /** Indicators of one operation in every layer of a table. */
  static double[][] all(LatencyTable table, Operation operation) {
    double[][] indicators = new double[table.searchable().size()][];
    Arrays.setAll(indicators, l -> indicators(operation));
    return indicators;
  }
}
