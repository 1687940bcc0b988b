package io.spnas.spark.compare;

import io.spnas.config.Settings;
import io.spnas.data.ShardDirectory;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.Strategies;
import io.spnas.report.methods.MethodComparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The cells of a comparison, in the order in which they are run: all methods with the first seed,
 * then all with the second, so that each method has a value early.
 *
 * <p>Strategies that can share a supernet do so where they have the same seed: the first of them
 * trains it.
 *
 * @param all the cells
 */
record Cells(List<Cell> all) {

  static Cells of(CompareRequest request) {
    List<Cell> cells = new ArrayList<>();
    for (long seed : request.seeds()) {
      Optional<Cell> lender = Optional.empty();
      for (String method : request.methods()) {
        boolean shares = MethodComparison.sharesSupernet(method);
        Cell cell = new Cell(request, method, seed, shares ? lender : Optional.empty());
        cells.add(cell);
        if (shares && lender.isEmpty()) {
          lender = Optional.of(cell);
        }
      }
    }
    return new Cells(List.copyOf(cells));
  }

  Cell of(String method, long seed) {
    return all.stream()
        .filter(cell -> cell.method().equals(method) && cell.seed() == seed)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Checks all that can be checked before anything is written or computed.
   *
   * @throws io.spnas.config.InvalidInputException if the input is at fault
   */
  void check(CompareRequest request, Configuration hadoop) throws IOException {
    request.methods().forEach(Methods::requireKnown);
    Settings settings = request.settings();
    SearchProblem problem = SearchProblem.of(settings);
    settings
        .search()
        .targetLatencyMs()
        .ifPresent(ms -> problem.tables().latency().requireWithin(problem.space(), ms));
    ShardDirectory.open(hadoop, request.data(), "validation");
    for (Cell cell : all) {
      if (cell.isSearched()) {
        Strategies.of(SearchProblem.of(cell.settings()));
        cell.search(hadoop).check();
      }
      cell.training(hadoop).check();
    }
  }
}
