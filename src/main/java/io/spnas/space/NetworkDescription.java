package io.spnas.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InputSettings;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.ModelSettings;
import io.spnas.config.TextFile;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network as a user gives it to be trained: the name of one of {@link NamedNetworks}, or an
 * architecture.json. The file holds the network that a search found, as {@link ArchitectureJson}
 * writes it, or any network:
 *
 * <pre>{@code
 * {
 *   "network": {"stem_channels": 16, "stem_stride": 2, "head_channels": 640, "classes": 10,
 *               "activation": "relu6"},
 *   "input_size": 32,
 *   "width": 0.5,
 *   "blocks": ["r1_k3_s11_e1_i16_o8", "r2_k7_s22_e6_i8_o16"]
 * }
 * }</pre>
 *
 * <p>Channels in {@code network} and {@code blocks} are the network's own, at its width; {@code
 * activation} is relu or relu6.
 */
public final class NetworkDescription {
  private static final String SPACE = "space";
  private static final String NETWORK = "network";

  private NetworkDescription() {}

  /** What a file describes. */
  private record Described(NetworkShape shape, double width) {}

  /**
   * The network of a name, built for the settings (see {@link NamedNetworks}), or of a file that
   * fits them. The settings' own stem, blocks and head describe a search space and play no part,
   * but for the stem's stride of a named network.
   *
   * @param fileOrName a name, or a file on any Hadoop file system
   * @throws InvalidInputException if there is no such network, if the file describes none, or one
   *     of another input size, width or class count than the settings
   */
  public static NetworkShape load(String fileOrName, InputSettings input, ModelSettings model) {
    return NamedNetworks.isName(fileOrName)
        ? NamedNetworks.named(fileOrName, input, model)
        : read(TextFile.read(fileOrName), fileOrName, input, model);
  }

  /**
   * The network of an architecture.json.
   *
   * @param text what the file holds
   * @param file its name, for messages
   * @throws InvalidInputException if it describes none, or one of another input size, width or
   *     class count than the settings
   */
  public static NetworkShape read(
      String text, String file, InputSettings input, ModelSettings model) {
    Described described;
    try {
      described = described(JsonText.parse(text));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Invalid architecture %s: %s", file, e.getMessage());
    }
    NetworkShape shape = described.shape;
    requireSame(file, "input size", shape.inputSize(), "input.size", input.size());
    requireSame(file, "width", described.width, "model.width", model.width());
    requireSame(file, "class count", shape.classes(), "model.classes", model.classes());
    return shape;
  }

  private static void requireSame(
      String file, String what, Number found, String key, Number expected) {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          "Network %s has %s %s, but %s = %s: expected the same", file, what, found, key, expected);
    }
  }

  /** Whether a text describes a network of no search space; one that is broken does not. */
  static boolean isOfNoSpace(String text) {
    try {
      JsonNode root = JsonText.parse(text);
      return root.has(NETWORK) && !root.has(SPACE);
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static Described described(JsonNode root) {
    if (root.has(SPACE) == root.has(NETWORK)) {
      throw new InvalidInputException(
          "%s, expected one of %s (of a network that a search found) and %s (of any other)",
          root.has(SPACE) ? "both fields space and network" : "no field space or network",
          SPACE,
          NETWORK);
    }
    if (root.has(SPACE)) {
      Architecture architecture = ArchitectureJson.read(root);
      return new Described(architecture.network(), architecture.space().width());
    }
    return new Described(shape(root), JsonFields.positive(root, "width"));
  }

  private static NetworkShape shape(JsonNode root) {
    JsonNode network = JsonFields.require(root, NETWORK);
    int stemChannels = JsonFields.atLeast(1, network, "stem_channels");
    List<MbConv> blocks = new ArrayList<>();
    BlockStrings.parse(JsonFields.texts(root, "blocks"), stemChannels, "blocks", "stem_channels")
        .forEach(group -> blocks.addAll(group.blocks()));
    NetworkShape shape =
        new NetworkShape(
            JsonFields.atLeast(1, root, "input_size"),
            stemChannels,
            JsonFields.atLeast(1, network, "stem_stride"),
            List.copyOf(blocks),
            JsonFields.atLeast(1, network, "head_channels"),
            JsonFields.atLeast(2, network, "classes"),
            activation(network));
    if (shape.inputSize() < shape.totalStride()) {
      throw new InvalidInputException(
          "strides of stem and blocks divide the image by %d, but input_size is %d: expected at"
              + " least %d",
          shape.totalStride(), shape.inputSize(), shape.totalStride());
    }
    return shape;
  }

  private static Activation activation(JsonNode network) {
    String text = JsonFields.require(network, "activation").asText();
    return Arrays.stream(Activation.values())
        .filter(activation -> name(activation).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "activation is %s, expected one of %s",
                    text,
                    String.join(
                        ", ",
                        Arrays.stream(Activation.values())
                            .map(NetworkDescription::name)
                            .toList())));
  }

  private static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes a network as an architecture.json.
   *
   * @param shape the network
   * @param width the width that its channels are at
   */
  public static String write(NetworkShape shape, double width) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode network = root.putObject(NETWORK);
    network.put("stem_channels", shape.stemChannels());
    network.put("stem_stride", shape.stemStride());
    network.put("head_channels", shape.headChannels());
    network.put("classes", shape.classes());
    network.put("activation", name(shape.activation()));
    root.put("input_size", shape.inputSize());
    root.put("width", width);
    shape.blockStrings().forEach(root.putArray("blocks")::add);
    return root.toPrettyString() + "\n";
  }
}
