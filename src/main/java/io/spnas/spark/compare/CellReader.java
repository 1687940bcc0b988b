package io.spnas.spark.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunView;
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
import io.spnas.spark.SearchAccount;
import io.spnas.spark.StepsTaken;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;

/** Reads what a cell came to from its run directories. */
final class CellReader {
  private final Settings settings;
  private final LatencyTable table;
  private final Configuration hadoop;

  /**
   * @param request the comparison
   * @param table table of the predicted latencies
   * @param hadoop how to reach file systems
   */
  CellReader(CompareRequest request, LatencyTable table, Configuration hadoop) {
    this.settings = request.settings();
    this.table = table;
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
    StepsTaken training = StepsTaken.of(RunView.read(cell.trainPath(), hadoop));
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
        training.steps() * settings.train().globalBatch(),
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

  /** A supernet that was taken from another search counts as if this one had trained it. */
  private SearchCost search(Cell cell) throws IOException {
    SearchAccount own = SearchAccount.of(cell.searchPath(), hadoop);
    SearchAccount training =
        cell.lender().isPresent()
            ? SearchAccount.of(cell.lender().get().searchPath(), hadoop)
            : own;
    return new SearchCost(
        training.trainedImages() + own.scoredImages(),
        training.trainingCoreSeconds() + own.scoringCoreSeconds(),
        training.networkBytes(),
        training.supernetParameters());
  }
}
