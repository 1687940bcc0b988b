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
import java.util.List;
import java.util.Map;

/**
 * Measured runtimes of a device in ms: of each operation of each layer, and of everything that is
 * not searched (the base).
 */
public final class LatencyTable {
  private final String name;
  private final String device;
  private final int inputSize;
  private final double width;
  private final double base;
  private final List<Row> rows;

  /**
   * Runtimes of a layer.
   *
   * @param layer index of the layer
   * @param searchable whether its operation is searched; other rows are part of the base
   * @param milliseconds runtime of each operation but the skip, ms
   */
  record Row(int layer, boolean searchable, Map<Operation, Double> milliseconds) {}

  LatencyTable(
      String name, String device, int inputSize, double width, double base, List<Row> rows) {
    this.name = name;
    this.device = device;
    this.inputSize = inputSize;
    this.width = width;
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

  /** Name or path it was loaded from. */
  public String name() {
    return name;
  }

  /** Device it was measured on. */
  public String device() {
    return device;
  }

  /** Runtime of all that is not searched, ms. */
  public double base() {
    return base;
  }

  /** Runtimes of the searchable layers, in order. */
  List<Row> searchable() {
    return rows.stream().filter(Row::searchable).toList();
  }

  /** Runtime of an operation in the {@code index}-th searchable layer, ms; 0 for a skip. */
  public double milliseconds(int index, Operation operation) {
    if (operation == Operation.SKIP) {
      return 0;
    }
    return searchable().get(index).milliseconds().get(operation);
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
          "Latency table %s has searchable layers %s, the search space has %s",
          name, found, needed);
    }
    if (geometry == Geometry.STRICT && (inputSize != space.inputSize() || width != space.width())) {
      throw new InvalidInputException(
          "Latency table %s was measured at %d px and width %s, the search has input.size = %d and"
              + " model.width = %s; latency.geometry = any takes it as a stand-in",
          name, inputSize, width, space.inputSize(), space.width());
    }
  }
}
