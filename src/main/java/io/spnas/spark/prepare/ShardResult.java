package io.spnas.spark.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** What became of one shard. No record class: Kryo can't fill one. */
final class ShardResult {
  /** Refused images that are named one by one, per shard. */
  private static final int NAMED = 1000;

  private final int index;
  private final long records;
  private final long bytes;
  private final long refused;
  private final String[] refusals;

  private ShardResult(int index, long records, long bytes, long refused, String[] refusals) {
    this.index = index;
    this.records = records;
    this.bytes = bytes;
    this.refused = refused;
    this.refusals = refusals;
  }

  /**
   * A shard that was written.
   *
   * @param refusals a line for each image that is not in it
   */
  static ShardResult written(int index, long records, long bytes, List<String> refusals) {
    String[] named = refusals.stream().limit(NAMED).toArray(String[]::new);
    return new ShardResult(index, records, bytes, refusals.size(), named);
  }

  /** Reads what {@link #toJson} gave. */
  static ShardResult parse(int index, JsonNode root) {
    String[] refusals =
        StreamSupport.stream(root.path("refusals").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    return new ShardResult(
        index,
        root.path("records").asLong(),
        root.path("bytes").asLong(),
        root.path("refused").asLong(),
        refusals);
  }

  ObjectNode toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("records", records);
    root.put("bytes", bytes);
    root.put("refused", refused);
    List.of(refusals).forEach(root.putArray("refusals")::add);
    return root;
  }

  int index() {
    return index;
  }

  long records() {
    return records;
  }

  /** Length of the file; 0 where every image was refused and there is none. */
  long bytes() {
    return bytes;
  }

  /** Number of refused images. */
  long refused() {
    return refused;
  }

  /** Place and reason of the first refused images. */
  List<String> refusals() {
    return List.of(refusals);
  }
}
