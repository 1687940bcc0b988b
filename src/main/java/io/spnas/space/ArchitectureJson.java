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

  /** An architecture from its JSON; messages don't name the file. */
  static Architecture read(JsonNode root) {
    JsonNode spaceNode = JsonFields.require(root, "space");
    List<String> blocks = new ArrayList<>();
    JsonFields.require(spaceNode, "blocks").forEach(block -> blocks.add(block.asText()));
    SearchSpace space =
        SearchSpace.of(
            JsonFields.atLeast(1, root, "input_size"),
            JsonFields.positive(root, "width"),
            JsonFields.atLeast(1, spaceNode, "stem_channels"),
            JsonFields.atLeast(1, spaceNode, "stem_stride"),
            JsonFields.atLeast(1, spaceNode, "head_channels"),
            JsonFields.atLeast(1, spaceNode, "classes"),
            blocks);
    List<Operation> operations = new ArrayList<>();
    List<Layer> searchable = space.searchable();
    for (JsonNode row : JsonFields.require(root, "layers")) {
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
    int found = JsonFields.atLeast(0, row, field);
    if (found != expected) {
      throw new InvalidInputException(
          "the row of layer %d has %s %d, expected %d", layer.index(), field, found, expected);
    }
  }

  private static Operation operation(JsonNode row) {
    Operation operation = Operation.named(JsonFields.require(row, "op").asText());
    int kernel = JsonFields.atLeast(0, row, "k");
    int expansion = JsonFields.atLeast(0, row, "e");
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
}
