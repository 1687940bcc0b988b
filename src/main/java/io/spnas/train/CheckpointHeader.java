package io.spnas.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.train.Checkpoint.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint says of itself, as JSON that people can read too.
 *
 * @param step steps done
 * @param origin the run
 * @param lengths numbers of floats in the arrays that follow, in the order of SearchState.NAMES
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
      arrays.addObject().put("name", SearchState.NAMES.get(i)).put("floats", lengths.get(i));
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
      node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new CorruptCheckpointException(file, "its header is no JSON");
    }
    Origin origin =
        new Origin(
            node.path("workers").asInt(),
            node.path("global_batch").asInt(),
            node.path("seed").asLong(),
            node.path("configuration").asText());
    return new CheckpointHeader(node.path("step").asLong(-1), origin, lengths(node, file));
  }

  private static List<Integer> lengths(JsonNode node, String file)
      throws CorruptCheckpointException {
    List<String> names = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (JsonNode array : node.path("arrays")) {
      names.add(array.path("name").asText());
      lengths.add(array.path("floats").asInt(-1));
    }
    if (!names.equals(SearchState.NAMES) || lengths.stream().anyMatch(length -> length < 0)) {
      throw new CorruptCheckpointException(
          file, "it holds " + names + ", expected " + SearchState.NAMES);
    }
    return lengths;
  }
}
