package io.spnas.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.train.Checkpoint.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint says of itself, as JSON that people can read too.
 *
 * @param step steps done
 * @param origin the run
 * @param lengths numbers of floats in the arrays that follow, in the order of TrainingState.NAMES
 */
record CheckpointHeader(long step, Origin origin, List<Integer> lengths) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static CheckpointHeader of(Checkpoint checkpoint) {
    List<Integer> lengths = checkpoint.state().arrays().stream().map(a -> a.length).toList();
    return new CheckpointHeader(checkpoint.step(), checkpoint.origin(), lengths);
  }

  byte[] encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("step", step);
    node.put("images", origin.images(step));
    node.put("workers", origin.workers());
    node.put("global_batch", origin.globalBatch());
    node.put("seed", origin.seed());
    node.put("configuration_sha256", origin.configurationHash());
    node.put("configuration", origin.configuration());
    ArrayNode arrays = node.putArray("arrays");
    for (int i = 0; i < lengths.size(); i++) {
      arrays.addObject().put("name", TrainingState.NAMES.get(i)).put("floats", lengths.get(i));
    }
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a header.
   *
   * @throws CorruptCheckpointException if the bytes are no header
   */
  static CheckpointHeader decode(byte[] bytes, String file) throws CorruptCheckpointException {
    JsonNode node;
    try {
      node = JsonText.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (InvalidInputException e) {
      throw new CorruptCheckpointException(file, "its header is no JSON");
    }
    Origin origin =
        new Origin(
            (int) number(node, "workers", 1, Integer.MAX_VALUE, file),
            (int) number(node, "global_batch", 1, Integer.MAX_VALUE, file),
            number(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE, file),
            node.path("configuration").asText());
    if (!origin.configurationHash().equals(node.path("configuration_sha256").asText())) {
      throw new CorruptCheckpointException(
          file, "its configuration is another than its header has the hash of");
    }
    long step = number(node, "step", 0, Long.MAX_VALUE, file);
    return new CheckpointHeader(step, origin, lengths(node, file));
  }

  private static List<Integer> lengths(JsonNode node, String file)
      throws CorruptCheckpointException {
    List<String> names = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (JsonNode array : node.path("arrays")) {
      names.add(array.path("name").asText());
      lengths.add((int) number(array, "floats", 0, Integer.MAX_VALUE, file));
    }
    if (!names.equals(TrainingState.NAMES)) {
      throw new CorruptCheckpointException(
          file, "it holds other arrays than the expected " + TrainingState.NAMES);
    }
    return lengths;
  }

  private static long number(JsonNode node, String field, long least, long most, String file)
      throws CorruptCheckpointException {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw new CorruptCheckpointException(
          file, String.format("its header has no %s from %d to %d", field, least, most));
    }
    return value.longValue();
  }
}
