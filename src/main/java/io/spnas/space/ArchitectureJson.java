package io.spnas.space;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * architecture.json: an {@link Architecture} with all that is needed to build it again. {@code
 * space} describes the search space; {@code layers} has a row for each searchable layer; {@code
 * blocks} are the network's block strings.
 */
public final class ArchitectureJson {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    ObjectNode root = JSON.createObjectNode();
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
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Invalid architecture %s: line %d, column %d: %s",
          name,
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
          e.getOriginalMessage());
    }
    JsonNode spaceNode = require(root, "space", name);
    List<String> blocks = new ArrayList<>();
    require(spaceNode, "blocks", name).forEach(block -> blocks.add(block.asText()));
    SearchSpace space =
        SearchSpace.of(
            integer(root, "input_size", name),
            require(root, "width", name).asDouble(),
            integer(spaceNode, "stem_channels", name),
            integer(spaceNode, "stem_stride", name),
            integer(spaceNode, "head_channels", name),
            integer(spaceNode, "classes", name),
            blocks);
    List<Operation> operations = new ArrayList<>();
    for (JsonNode layer : require(root, "layers", name)) {
      operations.add(operation(layer, name));
    }
    return Architecture.of(space, operations);
  }

  private static Operation operation(JsonNode layer, String name) {
    Operation operation = Operation.named(require(layer, "op", name).asText());
    int kernel = integer(layer, "k", name);
    int expansion = integer(layer, "e", name);
    if (kernel != operation.kernel() || expansion != operation.expansion()) {
      throw new InvalidInputException(
          "Invalid architecture %s: layer %s has op %s with k %d and e %d, expected k %d and e %d",
          name,
          layer.path("layer").asText(),
          operation.label(),
          kernel,
          expansion,
          operation.kernel(),
          operation.expansion());
    }
    return operation;
  }

  private static int integer(JsonNode node, String field, String name) {
    JsonNode value = require(node, field, name);
    if (!value.canConvertToInt()) {
      throw new InvalidInputException(
          "Invalid architecture %s: %s is %s, expected a whole number", name, field, value);
    }
    return value.intValue();
  }

  private static JsonNode require(JsonNode node, String field, String name) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new InvalidInputException("Invalid architecture %s: no field %s", name, field);
    }
    return value;
  }
}
