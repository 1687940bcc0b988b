package io.spnas.report.html;

import io.spnas.report.methods.CellResult;
import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.methods.MethodSummary;
import io.spnas.report.methods.MethodTable;
import io.spnas.report.methods.Spread;
import io.spnas.report.picture.Layout;
import io.spnas.report.picture.MethodFigures;
import io.spnas.report.picture.Numbers;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Figures of a comparison of methods, and what it takes to read them.
 *
 * @param comparison the comparison
 */
record MethodDrawings(MethodComparison comparison) {
  /** What colours of figures stand for. */
  static final String TONES =
      "Blue: what the others are compared with; orange: other searches; grey: no supernet was trained"
          + " for it.";

  /** The runtime that most networks have: the predicted one, where they have both. */
  private Column runtime() {
    return count(Column.PREDICTED_MS) >= count(Column.MEASURED_MS)
        ? Column.PREDICTED_MS
        : Column.MEASURED_MS;
  }

  private long count(Column column) {
    return comparison.results().stream().filter(result -> column.shown(result).isPresent()).count();
  }

  /** Name of the runtime of {@link #figures}, with its unit. */
  String runtimeName() {
    return runtime() == Column.PREDICTED_MS ? "predicted runtime, ms" : "measured runtime, ms";
  }

  /** Whose runtime it is, in a sentence. */
  String runtimeOrigin() {
    return runtime() == Column.PREDICTED_MS
        ? "Runtimes are predicted for " + comparison.device() + "."
        : "Runtimes are measured on " + comparison.provenance().host() + ".";
  }

  /** The runtime that was searched for, where {@link #figures} show that kind of runtime. */
  OptionalDouble runtimeTarget() {
    return runtime() == Column.PREDICTED_MS
        ? OptionalDouble.of(comparison.targetMs())
        : OptionalDouble.empty();
  }

  /** Whether some networks are of the space, some are not, and both have runtimes. */
  boolean hasBothKinds() {
    return comparison.results().stream()
            .filter(result -> runtime().shown(result).isPresent())
            .map(result -> result.operations().isEmpty())
            .distinct()
            .count()
        == 2;
  }

  /** Figures of the methods that search the space. */
  MethodFigures figuresOfSpace(Layout layout) {
    return MethodFigures.of(
        methods().stream()
            .filter(method -> method.networks().stream().anyMatch(n -> !n.operations().isEmpty()))
            .toList(),
        layout);
  }

  /** Figures of all methods. */
  MethodFigures figures(Layout layout) {
    return MethodFigures.of(methods(), layout);
  }

  private List<MethodFigures.Method> methods() {
    List<MethodSummary> summaries = MethodSummary.of(comparison);
    List<String> top1 = MethodTable.column(comparison, Column.TOP1);
    List<MethodFigures.Method> methods = new ArrayList<>();
    for (int i = 0; i < summaries.size(); i++) {
      methods.add(
          new MethodFigures.Method(
              summaries.get(i).method(),
              role(summaries.get(i)),
              summaries.get(i).cells().stream().flatMap(cell -> network(cell).stream()).toList(),
              summaries.get(i).count(MethodCell.State.DONE) == 0
                  ? state(summaries.get(i))
                  : top1.get(i),
              cost(summaries.get(i), summaries.get(0))));
    }
    return methods;
  }

  private MethodFigures.Role role(MethodSummary summary) {
    if (summary.method().equals(comparison.methods().get(0))) {
      return MethodFigures.Role.REFERENCE;
    }
    return coreSeconds(summary) == 0 ? MethodFigures.Role.UNSEARCHED : MethodFigures.Role.SEARCH;
  }

  private static String state(MethodSummary summary) {
    return summary.count(MethodCell.State.FAILED) > 0 ? "failed" : "not done yet";
  }

  /** Mean cost of a search; no number as long as none is done. */
  private static double coreSeconds(MethodSummary summary) {
    return summary.spread(Column.SEARCH_CORE_SECONDS).map(Spread::mean).orElse(Double.NaN);
  }

  /** The mean cost, and how many times the reference's it is. */
  private static String cost(MethodSummary summary, MethodSummary reference) {
    double cost = coreSeconds(summary);
    if (Double.isNaN(cost)) {
      return state(summary);
    }
    if (cost == 0) {
      return "no search";
    }
    double times = cost / coreSeconds(reference);
    return Numbers.text(cost)
        + (Double.isFinite(times) ? " (" + Numbers.text(times) + "\u00d7)" : "");
  }

  private Optional<MethodFigures.Network> network(MethodCell cell) {
    return cell.result().map(result -> network(cell.seed(), result));
  }

  private MethodFigures.Network network(long seed, CellResult result) {
    OptionalDouble runtime = runtime().shown(result);
    return new MethodFigures.Network(
        "seed " + seed,
        result.top1(),
        runtime,
        result.search().coreSeconds(),
        result.operations().stream().map(Operation::named).toList());
  }
}
