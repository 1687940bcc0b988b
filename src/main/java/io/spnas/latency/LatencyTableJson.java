package io.spnas.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Objective;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A latency table as JSON; everything that could mislead a search is refused. */
final class LatencyTableJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LAYER_FIELDS = Set.of("layer", "searchable", "spread");

  private final String name;
  private Objective objective;

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
    objective = objective(root.path("objective").asText(Objective.LATENCY.label()));
    if (!root.path("unit").asText(objective.unit()).equals(objective.unit())) {
      throw invalid("unit is %s, expected %s", root.path("unit"), objective.unit());
    }
    double base = cost(root.path("base").path("value"), "base.value");
    List<LatencyTable.Row> rows = new ArrayList<>();
    for (JsonNode layer : root.path("layers")) {
      rows.add(row(layer, rows.size()));
    }
    if (rows.isEmpty()) {
      throw invalid("no layers");
    }
    return new LatencyTable(name, origin(root), base, rows);
  }

  private Objective objective(String label) {
    return Arrays.stream(Objective.values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "objective is %s, expected one of %s",
                    label,
                    Arrays.stream(Objective.values())
                        .map(Objective::label)
                        .collect(Collectors.joining(", "))));
  }

  private TableOrigin origin(JsonNode root) {
    List<String> blocks = new ArrayList<>();
    root.path("blocks").forEach(block -> blocks.add(block.asText()));
    Map<String, String> measured = new LinkedHashMap<>();
    root.path("measured")
        .fields()
        .forEachRemaining(f -> measured.put(f.getKey(), f.getValue().asText()));
    return new TableOrigin(
        root.path("device").asText("unnamed device"),
        objective,
        root.path("input_size").asInt(0),
        root.path("width").asDouble(1.0),
        blocks,
        measured);
  }

  private LatencyTable.Row row(JsonNode layer, int expected) {
    int index = layer.path("layer").asInt(-1);
    if (index != expected) {
      throw invalid("layer %s, expected layer %d", layer.path("layer"), expected);
    }
    boolean searchable = layer.path("searchable").asBoolean(true);
    Map<Operation, Double> costs = costs(layer, index, LAYER_FIELDS);
    for (Operation operation : Operation.values()) {
      if (searchable && operation != Operation.SKIP && !costs.containsKey(operation)) {
        throw invalid("layer %d has no entry %s", index, operation.label());
      }
    }
    return new LatencyTable.Row(
        index, searchable, costs, costs(layer.path("spread"), index, Set.of()));
  }

  private Map<Operation, Double> costs(JsonNode node, int layer, Set<String> others) {
    Map<Operation, Double> costs = new EnumMap<>(Operation.class);
    for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!others.contains(field)) {
        costs.put(operation(field, layer), cost(node.get(field), "layer " + layer + " " + field));
      }
    }
    return costs;
  }

  private Operation operation(String label, int layer) {
    for (Operation operation : Operation.values()) {
      if (operation != Operation.SKIP && operation.label().equals(label)) {
        return operation;
      }
    }
    throw invalid("layer %d has unknown operation %s", layer, label);
  }

  private double cost(JsonNode value, String what) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble()) || value.asDouble() < 0) {
      throw invalid("%s is %s, expected %s of 0 or more", what, value, objective.unit());
    }
    return value.asDouble();
  }

  private InvalidInputException invalid(String format, Object... arguments) {
    return new InvalidInputException(
        "Invalid latency table %s: %s", name, String.format(format, arguments));
  }

  /** The text of a table, one layer a line. */
  static String write(LatencyTable table) {
    TableOrigin origin = table.origin();
    ObjectNode head = JSON.createObjectNode();
    head.put("device", origin.device());
    head.put("objective", origin.objective().label());
    head.put("unit", origin.objective().unit());
    head.put("input_size", origin.inputSize());
    head.put("width", origin.width());
    origin.blocks().forEach(head.putArray("blocks")::add);
    origin.measured().forEach(head.putObject("measured")::put);
    head.putObject("base").put("value", rounded(table.base()));
    StringBuilder text = new StringBuilder("{\n");
    head.fields()
        .forEachRemaining(
            field ->
                text.append("  ")
                    .append(line(JSON.getNodeFactory().textNode(field.getKey())))
                    .append(": ")
                    .append(line(field.getValue()))
                    .append(",\n"));
    text.append("  \"layers\": [\n");
    text.append(
        table.rows().stream()
            .map(row -> "    " + line(row(row)))
            .collect(Collectors.joining(",\n")));
    return text.append("\n  ]\n}\n").toString();
  }

  private static ObjectNode row(LatencyTable.Row row) {
    ObjectNode node = JSON.createObjectNode();
    node.put("layer", row.layer());
    node.put("searchable", row.searchable());
    row.costs().forEach((operation, cost) -> node.put(operation.label(), rounded(cost)));
    if (!row.spreads().isEmpty()) {
      ObjectNode spread = node.putObject("spread");
      row.spreads().forEach((operation, cost) -> spread.put(operation.label(), rounded(cost)));
    }
    return node;
  }

  private static String line(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To a millionth: nanoseconds where the unit is ms. */
  private static double rounded(double cost) {
    return Math.round(cost * 1e6) / 1e6;
  }
}
