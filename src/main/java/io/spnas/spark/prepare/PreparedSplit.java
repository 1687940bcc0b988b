package io.spnas.spark.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.JsonText;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a whole split was made of, in the file {@code SPLIT.prepared.json} beside its manifest: by
 * it the same command finds its work done, and another one is refused.
 *
 * @param content digest of all that decides what is in the shards
 * @param shards what became of each shard, by number
 */
record PreparedSplit(String content, Map<Integer, ShardResult> shards) {

  static PreparedSplit of(String content, List<ShardResult> results) {
    Map<Integer, ShardResult> shards = new TreeMap<>();
    results.forEach(result -> shards.put(result.index(), result));
    return new PreparedSplit(content, shards);
  }

  private static Path file(Path directory, String split) {
    return new Path(directory, split + ".prepared.json");
  }

  /** Reads the file; empty where there is none. */
  static Optional<PreparedSplit> read(FileSystem files, Path directory, String split)
      throws IOException {
    Path file = file(directory, split);
    if (!files.exists(file)) {
      return Optional.empty();
    }
    JsonNode root =
        JsonText.parse(new String(ShardFiles.read(files, file), StandardCharsets.UTF_8));
    Map<Integer, ShardResult> shards = new TreeMap<>();
    for (JsonNode shard : root.path("shards")) {
      shards.put(shards.size(), ShardResult.parse(shards.size(), shard));
    }
    return Optional.of(new PreparedSplit(root.path("content").asText(), shards));
  }

  /** Writes the file, whole or not at all. */
  void write(FileSystem files, Path directory, String split) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("content", content);
    ArrayNode array = root.putArray("shards");
    shards.values().forEach(shard -> array.add(shard.toJson()));
    ShardFiles.write(
        files, file(directory, split), root.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets what a split was made of. */
  static void clear(FileSystem files, Path directory, String split) throws IOException {
    files.delete(file(directory, split), false);
  }
}
