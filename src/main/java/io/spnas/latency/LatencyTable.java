package io.spnas.latency;

import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.TextFile;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Costs on a device, such as runtimes in ms: of each operation of each layer, and of everything
 * that is not searched (the base).
 */
public final class LatencyTable {
  private final String name;
  private final TableOrigin origin;
  private final double base;
  private final List<Row> rows;

  /**
   * Costs of a layer.
   *
   * @param layer index of the layer
   * @param searchable whether its operation is searched; other rows are part of the base
   * @param costs cost of each operation but the skip; may be empty where nothing is searched
   * @param spreads half the distance of the quartiles of what was measured, where it is known
   */
  public record Row(
      int layer,
      boolean searchable,
      Map<Operation, Double> costs,
      Map<Operation, Double> spreads) {}

  /**
   * A table of costs.
   *
   * @param name what to call it in messages
   * @param origin what the costs are of
   * @param base cost of all that is not searched
   * @param rows all layers, in order
   */
  public LatencyTable(String name, TableOrigin origin, double base, List<Row> rows) {
    this.name = name;
    this.origin = origin;
    this.base = base;
    this.rows = List.copyOf(rows);
  }

  /**
   * Loads a table.
   *
   * @param nameOrPath name of a table that ships, such as {@code pixel1}, or the path of a file on
   *     any Hadoop file system
   * @throws InvalidInputException if there is none, or it is not a table
   */
  public static LatencyTable load(String nameOrPath) {
    if (nameOrPath.matches("[A-Za-z0-9_-]+")) {
      String resource = "/latency/" + nameOrPath + ".json";
      try (InputStream in = LatencyTable.class.getResourceAsStream(resource)) {
        if (in != null) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          return LatencyTableJson.read(text, nameOrPath);
        }
      } catch (IOException e) {
        throw new InvalidInputException(
            "Cannot read latency table %s: %s", nameOrPath, e.getMessage());
      }
    }
    return LatencyTableJson.read(TextFile.read(nameOrPath), nameOrPath);
  }

  /**
   * Loads a table, see {@link #load(String)}, or computes one.
   *
   * @param nameOrPath as above, or {@code multiply-adds}, {@code parameters} or {@code
   *     peak-activations}, which are computed for the space
   * @param space the space of the networks
   */
  public static LatencyTable load(String nameOrPath, SearchSpace space) {
    return ComputedTables.objective(nameOrPath)
        .map(objective -> ComputedTables.of(objective, space))
        .orElseGet(() -> load(nameOrPath));
  }

  /** Name or path it was loaded from. */
  public String name() {
    return name;
  }

  /** What its costs are of. */
  public TableOrigin origin() {
    return origin;
  }

  /** Device it was measured on. */
  public String device() {
    return origin.device();
  }

  /** Cost of all that is not searched; ms of a latency table. */
  public double base() {
    return base;
  }

  /** All layers, in order. */
  public List<Row> rows() {
    return rows;
  }

  /** Costs of the searchable layers, in order. */
  public List<Row> searchable() {
    return rows.stream().filter(Row::searchable).toList();
  }

  /** The table as JSON text, which {@link #load} reads again. */
  public String json() {
    return LatencyTableJson.write(this);
  }

  /** Whether {@link #requireCovers} takes it for a space in strict geometry. */
  public boolean isMeasuredFor(SearchSpace space) {
    return origin.inputSize() == space.inputSize()
        && origin.width() == space.width()
        && (origin.blocks().isEmpty() || origin.blocks().equals(space.blockStrings()));
  }

  /** Cost of an operation in the {@code index}-th searchable layer; 0 for a skip. */
  public double milliseconds(int index, Operation operation) {
    if (operation == Operation.SKIP) {
      return 0;
    }
    return searchable().get(index).costs().get(operation);
  }

  /**
   * Checks that networks of a space, which the table covers, can have a runtime.
   *
   * @param target the runtime in ms
   * @throws InvalidInputException if all are faster, or all are slower
   */
  public void requireWithin(SearchSpace space, double target) {
    Range range = range(space);
    if (target < range.least || target > range.most) {
      throw new InvalidInputException(
          "Cannot reach search.target-latency-ms = %s: the networks of the search space take %.4g"
              + " to %.4g ms by latency table %s",
          target, range.least, range.most, name);
    }
  }

  /**
   * What the networks of a space come to.
   *
   * @param least the cheapest network, in the table's unit
   * @param most the dearest one
   */
  public record Range(double least, double most) {}

  /** What the networks of a space come to, which the table must cover. */
  public Range range(SearchSpace space) {
    double least = base;
    double most = base;
    for (int i = 0; i < space.searchable().size(); i++) {
      Collection<Double> costs = searchable().get(i).costs().values();
      least += space.searchable().get(i).skippable() ? 0 : Collections.min(costs);
      most += Collections.max(costs);
    }
    return new Range(least, most);
  }

  /**
   * Checks that the table has what a space needs.
   *
   * @param geometry whether input size and width must be those of the measurement
   * @throws InvalidInputException if it has not
   */
  public void requireCovers(SearchSpace space, Geometry geometry) {
    List<Integer> needed = space.searchable().stream().map(Layer::index).toList();
    List<Integer> found = searchable().stream().map(Row::layer).toList();
    if (!found.equals(needed)) {
      throw new InvalidInputException(
          "Latency table %s has searchable layers %s, the search space has %s: missing %s, too"
              + " many %s",
          name, found, needed, without(needed, found), without(found, needed));
    }
    requireCosts(space);
    if (geometry == Geometry.ANY) {
      return;
    }
    if (origin.inputSize() != space.inputSize() || origin.width() != space.width()) {
      throw new InvalidInputException(
          "Latency table %s was measured at %d px and width %s, the search has input.size = %d and"
              + " model.width = %s; latency.geometry = any takes it as a stand-in",
          name, origin.inputSize(), origin.width(), space.inputSize(), space.width());
    }
    if (!origin.blocks().isEmpty() && !origin.blocks().equals(space.blockStrings())) {
      throw new InvalidInputException(
          "Latency table %s was measured for blocks %s, the search has model.blocks = %s;"
              + " latency.geometry = any takes it as a stand-in",
          name, origin.blocks(), space.blockStrings());
    }
  }

  private static List<Integer> without(List<Integer> layers, List<Integer> others) {
    return layers.stream().filter(layer -> !others.contains(layer)).toList();
  }

  /** The search takes the logarithm of a network's cost, which must not be 0. */
  private void requireCosts(SearchSpace space) {
    double least = base;
    List<Layer> layers = space.searchable();
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).skippable()) {
        least += Collections.min(searchable().get(i).costs().values());
      }
    }
    if (least <= 0) {
      throw new InvalidInputException(
          "Latency table %s gives the cheapest network of the space %s %s, expected more than 0",
          name, least, origin.objective().unit());
    }
  }
}
