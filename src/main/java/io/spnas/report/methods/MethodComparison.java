package io.spnas.report.methods;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Search methods side by side: each with the same seeds, data, target and training.
 *
 * @param data directory of the images, as given
 * @param table name of the latency table
 * @param device where the table's runtimes were measured
 * @param targetMs runtime at which networks were searched for, ms
 * @param methods names of the methods, in the order of the table; the first is what the others are
 *     compared with
 * @param seeds seeds, in their order
 * @param cells one for each method and seed: the first method's by seed, then the second's ...
 * @param provenance with what and where
 */
public record MethodComparison(
    String data,
    String table,
    String device,
    double targetMs,
    List<String> methods,
    List<Long> seeds,
    List<MethodCell> cells,
    ComparisonProvenance provenance) {

  private static final String ONE_SHOT = "one-shot-";

  /**
   * @throws IllegalArgumentException if the cells are not one for each method and seed, in order
   */
  public MethodComparison {
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
    cells = List.copyOf(cells);
    requireDistinct("method", methods);
    requireDistinct("seed", seeds);
    if (cells.size() != methods.size() * seeds.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d cells, expected %d: one for each of %d methods and %d seeds",
              cells.size(), methods.size() * seeds.size(), methods.size(), seeds.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      String method = methods.get(i / seeds.size());
      long seed = seeds.get(i % seeds.size());
      if (!cells.get(i).method().equals(method) || cells.get(i).seed() != seed) {
        throw new IllegalArgumentException(
            String.format(
                "cell %d is of %s with seed %d, expected %s with seed %d",
                i, cells.get(i).method(), cells.get(i).seed(), method, seed));
      }
    }
  }

  private static void requireDistinct(String what, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no " + what + ", expected at least one");
    }
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      if (!seen.add(value)) {
        throw new IllegalArgumentException(what + " " + value + " is there twice");
      }
    }
  }

  /** Cells of a method, by seed. */
  public List<MethodCell> of(String method) {
    return cells.stream().filter(cell -> cell.method().equals(method)).toList();
  }

  /** What a method came to with a seed, once that is done. */
  public Optional<CellResult> result(String method, long seed) {
    return cells.stream()
        .filter(cell -> cell.method().equals(method) && cell.seed() == seed)
        .findFirst()
        .flatMap(MethodCell::result);
  }

  /** What all cells that are done came to. */
  public List<CellResult> results() {
    return cells.stream().flatMap(cell -> cell.result().stream()).toList();
  }

  /**
   * The methods that shared a supernet where they had the same seed, one-shot strategies; none
   * where there is one such method at most.
   */
  public List<String> sharingSupernets() {
    List<String> sharing = methods.stream().filter(MethodComparison::sharesSupernet).toList();
    return sharing.size() > 1 ? sharing : List.of();
  }

  /** Whether a method takes the supernet that another such method has trained. */
  public static boolean sharesSupernet(String method) {
    return method.startsWith(ONE_SHOT);
  }

  /** How many cells are in a state. */
  public long count(MethodCell.State state) {
    return cells.stream().filter(cell -> cell.state() == state).count();
  }
}
