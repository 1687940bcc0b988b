package io.spnas.spark.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.report.RunDirectory;
import io.spnas.report.methods.CellResult;
import io.spnas.report.methods.SearchCost;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.space.SpaceFit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;

/** Reads what a cell came to from its run directories. */
final class CellReader {
  private final Settings settings;
  private final LatencyTable table;
  private final int cores;
  private final Configuration hadoop;

  /**
   * @param request the comparison
   * @param table table of the predicted latencies
   * @param cores cores of a worker
   * @param hadoop how to reach file systems
   */
  CellReader(CompareRequest request, LatencyTable table, int cores, Configuration hadoop) {
    this.settings = request.settings();
    this.table = table;
    this.cores = cores * request.workers();
    this.hadoop = hadoop;
  }

  /** The network that a cell has trained, or trains. */
  NetworkShape network(Cell cell) throws IOException {
    RunDirectory run = new RunDirectory(cell.trainPath(), hadoop);
    return NetworkDescription.read(
        run.architecture(), run.architecturePath(), settings.input(), settings.model());
  }

  /** What came out of a cell that is over; its latency is not measured here. */
  CellResult result(Cell cell) throws IOException {
    JsonNode trained = JsonText.parse(new RunDirectory(cell.trainPath(), hadoop).result());
    NetworkShape shape = network(cell);
    NetworkStatistics statistics = NetworkStatistics.of(shape);
    Optional<Architecture> architecture = architecture(cell, shape);
    LoggedCost training =
        LoggedCost.of(cell.trainPath(), settings.train().globalBatch(), cores, hadoop);
    return new CellResult(
        trained.path("validation_top1").asDouble(),
        trained.path("validation_images").asLong(),
        architecture
            .map(network -> OptionalDouble.of(LatencyPrediction.of(table, network).total()))
            .orElse(OptionalDouble.empty()),
        OptionalDouble.empty(),
        statistics.parameters(),
        statistics.multiplyAdds(),
        cell.isSearched()
            ? architecture.orElseThrow().operations().stream().map(Operation::label).toList()
            : List.of(),
        cell.isSearched() ? search(cell) : SearchCost.NONE,
        training.coreSeconds(),
        training.images(),
        cell.isSearched() ? Optional.of(cell.searchName()) : Optional.empty(),
        cell.trainName());
  }

  /** The network as one of the table's space; a published one need not be. */
  private Optional<Architecture> architecture(Cell cell, NetworkShape shape) throws IOException {
    if (cell.isSearched()) {
      RunDirectory run = new RunDirectory(cell.trainPath(), hadoop);
      return Optional.of(ArchitectureJson.read(run.architecture(), run.architecturePath()));
    }
    try {
      SearchSpace space = SearchSpace.of(settings.input(), settings.model());
      return Optional.of(SpaceFit.fit(space, shape, cell.method()));
    } catch (InvalidInputException e) {
      // Its blocks are none of the space's.
      return Optional.empty();
    }
  }

  private SearchCost search(Cell cell) throws IOException {
    LoggedCost cost =
        LoggedCost.of(cell.searchPath(), settings.search().globalBatch(), cores, hadoop);
    return new SearchCost(cost.images(), cost.coreSeconds(), 0, 0);
  }
}
