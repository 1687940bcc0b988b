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
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table as JSON; everything that could mislead a search is refused.
 *
 * <pre>{@code
 * {
 *   "device": "Pixel 8",
 *   "objective": "energy",
 *   "unit": "mJ",
 *   "input_size": 32,
 *   "width": 0.5,
 *   "blocks": ["r1_k3_s11_e1_i16_o8_noskip", "r4_k5_s22_e6_i8_o16"],
 *   "measured": {"runtime": "ONNX Runtime 1.20", "threads": "1"},
 *   "base": {"value": 1.25},
 *   "layers": [
 *     {"layer": 0, "searchable": false},
 *     {"layer": 1, "searchable": true, "3x3-3": 0.5, "3x3-6": 0.75, "5x5-3": 1, "5x5-6": 1.25,
 *      "spread": {"3x3-3": 0.01, "3x3-6": 0.02, "5x5-3": 0.01, "5x5-6": 0.02}}
 *   ]
 * }
 * }</pre>
 *
 * <p>{@code objective} is that of {@link Objective} and latency where it is left out; {@code unit}
 * must be the objective's. {@code base} is the cost of stem, head and layers not searched. A row
 * stands for each layer of the space, in order, with the cost of each operation but the skip. A
 * layer counts as searchable, the width as 1 and the spread as unknown where they are left out; a
 * table without {@code input_size} is a stand-in at best, one without {@code blocks} may be of any
 * space with these layers. Costs are at most 1e9 of the unit.
 */
final class LatencyTableJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LAYER_FIELDS = Set.of("layer", "searchable", "spread");

  /** So that no sum of costs is too large for a number. */
  private static final double MOST = 1e9;

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
    if (!root.isObject()) {
      throw invalid("found %s, expected an object", root.isMissingNode() ? "nothing" : root);
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
    if (rows.isEmpty() || !root.path("layers").isArray()) {
      throw invalid("no layers");
    }
    return new LatencyTable(name, origin(root), base, rows);
  }

  private Objective objective(String label) {
    return Objective.named(label)
        .orElseThrow(
            () -> invalid("objective is %s, expected one of %s", label, Objective.labels()));
  }

  private TableOrigin origin(JsonNode root) {
    List<String> blocks = new ArrayList<>();
    JsonNode texts = optional(root, "blocks", JsonNode::isArray, "a list of block strings");
    for (JsonNode block : texts) {
      if (!block.isTextual()) {
        throw invalid("blocks has %s, expected block strings", block);
      }
      blocks.add(block.asText());
    }
    Map<String, String> measured = new LinkedHashMap<>();
    optional(root, "measured", JsonNode::isObject, "an object")
        .fields()
        .forEachRemaining(f -> measured.put(f.getKey(), f.getValue().asText()));
    return new TableOrigin(
        optional(root, "device", JsonNode::isTextual, "a text").asText("unnamed device"),
        objective,
        optional(
                root,
                "input_size",
                size -> size.canConvertToExactIntegral() && size.canConvertToInt(),
                "pixels")
            .asInt(0),
        optional(root, "width", JsonNode::isNumber, "a number").asDouble(1.0),
        blocks,
        measured);
  }

  /** A field that may be left out, but not be of another kind. */
  private JsonNode optional(
      JsonNode node, String field, Predicate<JsonNode> condition, String expected) {
    JsonNode value = node.path(field);
    if (!value.isMissingNode() && !condition.test(value)) {
      throw invalid("%s is %s, expected %s", field, value, expected);
    }
    return value;
  }

  private LatencyTable.Row row(JsonNode layer, int expected) {
    JsonNode index = layer.path("layer");
    if (!index.isInt() || index.intValue() != expected) {
      throw invalid(
          "layer %s, expected layer %d%s",
          index,
          expected,
          index.isInt() && index.intValue() > expected ? ", which is missing" : "");
    }
    String place = "layer " + expected + " ";
    boolean searchable =
        optional(layer, "searchable", JsonNode::isBoolean, "true or false").asBoolean(true);
    Map<Operation, Double> costs = costs(layer, expected, LAYER_FIELDS);
    for (Operation operation : Operation.values()) {
      if (searchable && operation != Operation.SKIP && !costs.containsKey(operation)) {
        throw invalid("%shas no entry %s", place, operation.label());
      }
    }
    JsonNode spread = optional(layer, "spread", JsonNode::isObject, "an object");
    return new LatencyTable.Row(expected, searchable, costs, costs(spread, expected, Set.of()));
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
    if (value.asDouble() > MOST) {
      throw invalid("%s is %s, expected %s of at most %s", what, value, objective.unit(), MOST);
    }
    return value.asDouble();
  }

  private InvalidInputException invalid(String format, Object... arguments) {
    return new InvalidInputException(
        "Invalid latency table %s: %s",
        name, String.format(format, arguments).replaceAll("\\s+", " "));
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
    new TreeMap<>(row.costs())
        .forEach((operation, cost) -> node.put(operation.label(), rounded(cost)));
    if (!row.spreads().isEmpty()) {
      ObjectNode spread = node.putObject("spread");
      new TreeMap<>(row.spreads())
          .forEach((operation, cost) -> spread.put(operation.label(), rounded(cost)));
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
