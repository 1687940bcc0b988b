package io.spnas.latency;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a latency table from JSON; everything that could mislead a search is refused. */
final class LatencyTableJson {
  private static final Set<String> LAYER_FIELDS = Set.of("layer", "searchable");

  private final String name;

  private LatencyTableJson(String name) {
    this.name = name;
  }

  static LatencyTable read(String text, String name) {
    return new LatencyTableJson(name).read(text);
  }

  private LatencyTable read(String text) {
    JsonNode root;
    try {
      root = JsonText.parse(text);
    } catch (InvalidInputException e) {
      throw invalid("%s", e.getMessage());
    }
    if (!root.path("unit").asText("ms").equals("ms")) {
      throw invalid("unit is %s, expected ms", root.path("unit"));
    }
    double base = milliseconds(root.path("base").path("value"), "base.value");
    List<LatencyTable.Row> rows = new ArrayList<>();
    for (JsonNode layer : root.path("layers")) {
      rows.add(row(layer, rows.size()));
    }
    if (rows.isEmpty()) {
      throw invalid("no layers");
    }
    return new LatencyTable(
        name,
        root.path("device").asText("unnamed device"),
        root.path("input_size").asInt(0),
        root.path("width").asDouble(1.0),
        base,
        rows);
  }

  private LatencyTable.Row row(JsonNode layer, int expected) {
    int index = layer.path("layer").asInt(-1);
    if (index != expected) {
      throw invalid("layer %s, expected layer %d", layer.path("layer"), expected);
    }
    Map<Operation, Double> milliseconds = new EnumMap<>(Operation.class);
    for (Iterator<String> fields = layer.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!LAYER_FIELDS.contains(field)) {
        milliseconds.put(
            operation(field, index),
            milliseconds(layer.get(field), "layer " + index + " " + field));
      }
    }
    for (Operation operation : Operation.values()) {
      if (operation != Operation.SKIP && !milliseconds.containsKey(operation)) {
        throw invalid("layer %d has no entry %s", index, operation.label());
      }
    }
    return new LatencyTable.Row(index, layer.path("searchable").asBoolean(true), milliseconds);
  }

  private Operation operation(String label, int layer) {
    for (Operation operation : Operation.values()) {
      if (operation != Operation.SKIP && operation.label().equals(label)) {
        return operation;
      }
    }
    throw invalid("layer %d has unknown operation %s", layer, label);
  }

  private double milliseconds(JsonNode value, String what) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble()) || value.asDouble() < 0) {
      throw invalid("%s is %s, expected ms of 0 or more", what, value);
    }
    return value.asDouble();
  }

  private InvalidInputException invalid(String format, Object... arguments) {
    return new InvalidInputException(
        "Invalid latency table %s: %s", name, String.format(format, arguments));
  }
}
