package io.spnas.report.methods;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Statistics of a comparison as compare.json has them: shares, ms, counts and bytes, as its cells.
 */
final class StatisticsJson {
  private StatisticsJson() {}

  static void write(ObjectNode root, MethodComparison comparison) {
    ArrayNode methods = root.putArray("methods");
    for (MethodSummary summary : MethodSummary.of(comparison)) {
      ObjectNode method = methods.addObject();
      method.put("method", summary.method());
      method.put("done", summary.count(MethodCell.State.DONE));
      method.put("failed", summary.count(MethodCell.State.FAILED));
      method.put("open", summary.count(MethodCell.State.OPEN));
      for (Column column : Column.values()) {
        summary.spread(column).ifPresent(spread -> write(method.putObject(column.field()), spread));
      }
    }
    ObjectNode tests = root.putObject("tests");
    tests.put("test", PairedTest.NAME);
    tests.put("correction", "Holm");
    tests.put("confidence", PairedTest.CONFIDENCE);
    tests.put("column", Column.TOP1.field());
    tests.put("reference", comparison.methods().get(0));
    ArrayNode pairs = tests.putArray("pairs");
    PairedTests.of(comparison, Column.TOP1).forEach(test -> write(pairs.addObject(), test));
  }

  private static void write(ObjectNode node, Spread spread) {
    node.put("count", spread.count());
    node.put("mean", spread.mean());
    spread.deviation().ifPresent(deviation -> node.put("standard_deviation", deviation));
  }

  private static void write(ObjectNode node, PairedTest test) {
    node.put("method", test.method());
    ArrayNode seeds = node.putArray("seeds");
    test.seeds().forEach(seed -> seeds.add(seed.longValue()));
    if (!test.seeds().isEmpty()) {
      write(node.putObject("difference"), test.difference());
    }
    test.half()
        .ifPresent(
            half ->
                node.putArray("interval")
                    .add(test.difference().mean() - half)
                    .add(test.difference().mean() + half));
    test.p().ifPresent(p -> node.put("p", p));
    test.corrected().ifPresent(p -> node.put("p_holm", p));
    if (test.p().isEmpty()) {
      node.put("no_p_because", test.reason());
    }
  }
}
