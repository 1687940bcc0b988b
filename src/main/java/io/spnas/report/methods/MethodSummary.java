package io.spnas.report.methods;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method over its seeds.
 *
 * @param method its name
 * @param cells its cells
 * @param spreads mean and standard deviation of the cells that are done, by column, in the units of
 *     {@link CellResult}; without those that no cell has
 */
public record MethodSummary(String method, List<MethodCell> cells, Map<Column, Spread> spreads) {
  public MethodSummary {
    cells = List.copyOf(cells);
    spreads = Map.copyOf(spreads);
  }

  /** Every method of a comparison, in its order. */
  public static List<MethodSummary> of(MethodComparison comparison) {
    return comparison.methods().stream().map(method -> of(method, comparison.of(method))).toList();
  }

  private static MethodSummary of(String method, List<MethodCell> cells) {
    Map<Column, Spread> spreads = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      double[] values =
          cells.stream()
              .flatMap(cell -> cell.result().stream())
              .flatMapToDouble(result -> column.of(result).stream())
              .toArray();
      if (values.length > 0) {
        spreads.put(column, Spread.of(values));
      }
    }
    return new MethodSummary(method, cells, spreads);
  }

  /** Mean and standard deviation of a column, in the unit of {@link CellResult}. */
  public Optional<Spread> spread(Column column) {
    return Optional.ofNullable(spreads.get(column));
  }

  /** Mean and standard deviation of a column, in the unit of tables. */
  public Optional<Spread> shown(Column column) {
    return spread(column).map(spread -> spread.times(column.scale()));
  }

  /** How many of its cells are in a state. */
  public long count(MethodCell.State state) {
    return cells.stream().filter(cell -> cell.state() == state).count();
  }
}
