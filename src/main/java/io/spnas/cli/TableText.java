package io.spnas.cli;

import io.spnas.latency.LatencyTable;
import io.spnas.space.Operation;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A latency table in words: a line a searchable layer, each entry with its spread. */
final class TableText {
  private static final List<Operation> OPERATIONS =
      Arrays.stream(Operation.values()).filter(o -> o != Operation.SKIP).toList();

  private final PrintStream out;

  TableText(PrintStream out) {
    this.out = out;
  }

  void print(LatencyTable table) {
    out.println(
        "layer"
            + OPERATIONS.stream()
                .map(operation -> String.format("%20s", operation.label() + " ms"))
                .collect(Collectors.joining()));
    for (LatencyTable.Row row : table.searchable()) {
      out.println(
          String.format("%5d", row.layer())
              + OPERATIONS.stream()
                  .map(operation -> entry(row, operation))
                  .collect(Collectors.joining()));
    }
    out.printf(
        Locale.ROOT,
        "All that is not searched: %.4f ms. %d entries of %s.%n",
        table.base(),
        OPERATIONS.size() * table.searchable().size(),
        table.device());
  }

  private static String entry(LatencyTable.Row row, Operation operation) {
    return String.format(
        Locale.ROOT,
        "%11.4f +-%.4f",
        row.costs().get(operation),
        row.spreads().getOrDefault(operation, 0.0));
  }
}
