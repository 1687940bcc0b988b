package io.spnas.report.html;

import io.spnas.report.methods.CellResult;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.methods.MethodTable;
import java.util.List;

/**
 * What pages say of a comparison of methods.
 *
 * @param directory of the comparison, as given
 * @param comparison the comparison
 */
record MethodFacts(String directory, MethodComparison comparison) {
  /** Last part of the directory's path. */
  String name() {
    String[] parts = directory.split("/+");
    return parts.length == 0 ? directory : parts[parts.length - 1];
  }

  /** What the others are compared with. */
  String reference() {
    return comparison.methods().get(0);
  }

  List<MethodCell> failed() {
    return comparison.cells().stream()
        .filter(cell -> cell.state() == MethodCell.State.FAILED)
        .toList();
  }

  boolean anyDone() {
    return comparison.count(MethodCell.State.DONE) > 0;
  }

  /** Validation images of a network; 0 as long as none is trained. */
  long validationImages() {
    return comparison.results().stream().mapToLong(CellResult::validationImages).max().orElse(0);
  }

  /** Mean of the top-1 of all networks, 0 to 1. */
  double meanTop1() {
    return comparison.results().stream().mapToDouble(CellResult::top1).average().orElse(Double.NaN);
  }

  /** Its figures. */
  MethodDrawings drawings() {
    return new MethodDrawings(comparison);
  }

  /** A table whose rows are methods; their names are not broken. */
  static void table(Html html, String caption, MethodTable table) {
    html.open("div", "class", "methods");
    Parts.table(html, caption, table.heads(), table.rows());
    html.close();
  }
}
