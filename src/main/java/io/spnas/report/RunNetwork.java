package io.spnas.report;

import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import java.util.Optional;

/**
 * The network of a run.
 *
 * @param run the run
 * @param architecture the network as a choice in a search space, if it is one
 * @param shape the network, if there is one yet
 */
public record RunNetwork(
    RunView run, Optional<Architecture> architecture, Optional<NetworkShape> shape) {

  /**
   * Reads the network that a run has found, or trains.
   *
   * @throws InvalidInputException if its architecture.json is damaged
   */
  public static RunNetwork of(RunView run) {
    if (run.architecture().isEmpty()) {
      return new RunNetwork(run, Optional.empty(), Optional.empty());
    }
    String text = run.architecture().get();
    String name = "architecture.json of " + run.directory();
    if (JsonText.parse(text).has("space")) {
      Architecture architecture = ArchitectureJson.read(text, name);
      return new RunNetwork(run, Optional.of(architecture), Optional.of(architecture.network()));
    }
    return new RunNetwork(
        run,
        Optional.empty(),
        Optional.of(
            NetworkDescription.read(text, name, run.settings().input(), run.settings().model())));
  }

  /**
   * The run's latency table, as it is at this moment.
   *
   * @throws InvalidInputException if there is none any more, or it does not cover the network
   */
  public LatencyTable table() {
    Architecture network =
        architecture.orElseThrow(
            () ->
                new InvalidInputException(
                    "The network of %s is not of a search space, expected one that a table covers",
                    run.directory()));
    LatencyTable table = LatencyTable.load(run.settings().latency().table(), network.space());
    table.requireCovers(network.space(), Geometry.ANY);
    return table;
  }
}
