package io.spnas.report.methods;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Tests of each method against the first. */
public final class PairedTests {
  private PairedTests() {}

  /**
   * Tests a column, in the unit of {@link CellResult}.
   *
   * @return a test for each method but the first, in their order
   */
  public static List<PairedTest> of(MethodComparison comparison, Column column) {
    List<String> methods = comparison.methods();
    return holm(
        methods.stream()
            .skip(1)
            .map(method -> test(comparison, column, method, methods.get(0)))
            .toList());
  }

  private static PairedTest test(
      MethodComparison comparison, Column column, String method, String reference) {
    List<Long> seeds = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    for (long seed : comparison.seeds()) {
      OptionalDouble value = value(comparison, column, method, seed);
      OptionalDouble other = value(comparison, column, reference, seed);
      if (value.isPresent() && other.isPresent()) {
        seeds.add(seed);
        values.add(value.getAsDouble());
        others.add(other.getAsDouble());
      }
    }
    return PairedTest.of(method, reference, seeds, array(values), array(others));
  }

  private static OptionalDouble value(
      MethodComparison comparison, Column column, String method, long seed) {
    return comparison.result(method, seed).map(column::of).orElse(OptionalDouble.empty());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Holm's step-down correction (1979): the smallest of m p-values times m, the next one times m -
   * 1, and so on, none below one before it and none above 1.
   */
  private static List<PairedTest> holm(List<PairedTest> tests) {
    List<Integer> order =
        IntStream.range(0, tests.size())
            .boxed()
            .filter(i -> tests.get(i).p().isPresent())
            .sorted(Comparator.comparingDouble(i -> tests.get(i).p().getAsDouble()))
            .toList();
    List<PairedTest> corrected = new ArrayList<>(tests);
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      PairedTest test = tests.get(order.get(rank));
      least = Math.max(least, Math.min(1, (order.size() - rank) * test.p().getAsDouble()));
      corrected.set(order.get(rank), test.corrected(least));
    }
    return List.copyOf(corrected);
  }
}
