package io.spnas.spark.compare;

import io.spnas.report.methods.CellResult;
import io.spnas.spark.stage.SideBySide.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Searches and trainings of cells as runs that build on each other: a training on its search, a
 * search on the one whose supernet it takes.
 *
 * @param open the cells, in the order in which they are run
 * @param reader reads what came out
 * @param hadoop how to reach file systems
 */
record CellRuns(List<Cell> open, CellReader reader, Configuration hadoop) {

  /** All of them; of a training comes the cell's result. */
  List<Part<Optional<CellResult>>> parts() {
    List<Part<Optional<CellResult>>> parts = new ArrayList<>();
    for (Cell cell : open) {
      if (cell.isSearched()) {
        parts.add(search(cell));
      }
      parts.add(training(cell));
    }
    return parts;
  }

  private Part<Optional<CellResult>> search(Cell cell) {
    return new Part<>(
        cell.searchName(),
        cell.searchPath(),
        Set.of(),
        // Its supernet may be trained even if it failed after that; one that is not open is over.
        cell.lender().filter(open::contains).map(Cell::searchName).stream()
            .collect(Collectors.toSet()),
        spark -> {
          cell.search(hadoop).run(spark);
          return Optional.empty();
        });
  }

  private Part<Optional<CellResult>> training(Cell cell) {
    return new Part<>(
        cell.trainName(),
        cell.trainPath(),
        cell.isSearched() ? Set.of(cell.searchName()) : Set.of(),
        Set.of(),
        spark -> {
          cell.training(hadoop).run(spark);
          return Optional.of(reader.result(cell));
        });
  }

  /** The cell that a run belongs to. */
  Cell of(Part<?> part) {
    return open.stream()
        .filter(
            cell -> part.name().equals(cell.searchName()) || part.name().equals(cell.trainName()))
        .findFirst()
        .orElseThrow();
  }
}
