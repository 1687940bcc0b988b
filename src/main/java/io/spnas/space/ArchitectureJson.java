package io.spnas.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * architecture.json: an {@link Architecture} with all that is needed to build it again. {@code
 * space} describes the search space; {@code layers} has a row for each searchable layer; {@code
 * blocks} are the network's block strings.
 */
public final class ArchitectureJson {
  private ArchitectureJson() {}

  /**
   * Writes an architecture.
   *
   * @param architecture the network
   * @param runtimeMilliseconds its predicted runtime, ms
   * @param table name of the table that predicted it
   */
  public static String write(Architecture architecture, double runtimeMilliseconds, String table) {
    SearchSpace space = architecture.space();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode spaceNode = root.putObject("space");
    spaceNode.put("stem_channels", space.stemChannels());
    spaceNode.put("stem_stride", space.stemStride());
    spaceNode.put("head_channels", space.headChannels());
    spaceNode.put("classes", space.classes());
    space.blockStrings().forEach(spaceNode.putArray("blocks")::add);
    root.put("input_size", space.inputSize());
    root.put("width", space.width());
    ArrayNode layers = root.putArray("layers");
    for (Architecture.Choice choice : architecture.choices()) {
      if (choice.operation() != null) {
        MbConv largest = choice.layer().block();
        ObjectNode layer = layers.addObject();
        layer.put("layer", choice.layer().index());
        layer.put("op", choice.operation().label());
        layer.put("k", choice.operation().kernel());
        layer.put("e", choice.operation().expansion());
        layer.put("stride", largest.stride());
        layer.put("in", largest.inChannels());
        layer.put("out", largest.outChannels());
      }
    }
    architecture.blockStrings().forEach(root.putArray("blocks")::add);
    root.put("runtime_ms", runtimeMilliseconds);
    root.put("lut", table);
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads an architecture.
   *
   * @param text what {@link #write} wrote
   * @param name of the file, for messages
   * @throws InvalidInputException if it is not one; broken JSON is told with line and column
   */
  public static Architecture read(String text, String name) {
    try {
      return read(JsonText.parse(text));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Invalid architecture %s: %s", name, e.getMessage());
    }
  }

  private static Architecture read(JsonNode root) {
    JsonNode spaceNode = require(root, "space");
    List<String> blocks = new ArrayList<>();
    require(spaceNode, "blocks").forEach(block -> blocks.add(block.asText()));
    SearchSpace space =
        SearchSpace.of(
            atLeast(1, root, "input_size"),
            width(root),
            atLeast(1, spaceNode, "stem_channels"),
            atLeast(1, spaceNode, "stem_stride"),
            atLeast(1, spaceNode, "head_channels"),
            atLeast(1, spaceNode, "classes"),
            blocks);
    List<Operation> operations = new ArrayList<>();
    List<Layer> searchable = space.searchable();
    for (JsonNode row : require(root, "layers")) {
      Operation operation = operation(row);
      if (operations.size() < searchable.size()) {
        requireDescribes(row, searchable.get(operations.size()));
      }
      operations.add(operation);
    }
    return Architecture.of(space, operations);
  }

  /** Rows out of order, or of another space, would otherwise give another network. */
  private static void requireDescribes(JsonNode row, Layer layer) {
    requireEqual(row, "layer", layer.index(), layer);
    requireEqual(row, "stride", layer.block().stride(), layer);
    requireEqual(row, "in", layer.block().inChannels(), layer);
    requireEqual(row, "out", layer.block().outChannels(), layer);
  }

  private static void requireEqual(JsonNode row, String field, int expected, Layer layer) {
    int found = atLeast(0, row, field);
    if (found != expected) {
      throw new InvalidInputException(
          "the row of layer %d has %s %d, expected %d", layer.index(), field, found, expected);
    }
  }

  private static Operation operation(JsonNode row) {
    Operation operation = Operation.named(require(row, "op").asText());
    int kernel = atLeast(0, row, "k");
    int expansion = atLeast(0, row, "e");
    if (kernel != operation.kernel() || expansion != operation.expansion()) {
      throw new InvalidInputException(
          "layer %s has op %s with k %d and e %d, expected k %d and e %d",
          row.path("layer").asText(),
          operation.label(),
          kernel,
          expansion,
          operation.kernel(),
          operation.expansion());
    }
    return operation;
  }

  private static double width(JsonNode root) {
    JsonNode value = require(root, "width");
    if (!value.isNumber() || !(value.asDouble() > 0)) {
      throw new InvalidInputException("width is %s, expected a number above 0", value);
    }
    return value.asDouble();
  }

  private static int atLeast(int smallest, JsonNode node, String field) {
    JsonNode value = require(node, field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < smallest) {
      throw new InvalidInputException(
          "%s is %s, expected a whole number of at least %d", field, value, smallest);
    }
    return value.intValue();
  }

  private static JsonNode require(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new InvalidInputException("no field %s", field);
    }
    return value;
  }
}
