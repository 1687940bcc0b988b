package io.spnas.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a split consists of, written when its last shard is whole: {@code <split>.manifest.json}. A
 * shard cut where a record ends looks whole by itself; this tells.
 *
 * @param split name of the split
 * @param classes number of classes its labels tell apart
 * @param records images in all
 * @param shards the files, in the order of their numbers
 */
public record Manifest(String split, int classes, long records, List<Entry> shards) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * One shard.
   *
   * @param name file name in the manifest's directory
   * @param records number of records
   * @param bytes length of the file
   */
  public record Entry(String name, long records, long bytes) {}

  /** Path of a split's manifest. */
  public static Path path(Path directory, String split) {
    return new Path(directory, ShardFiles.requireSplit(split) + ".manifest.json");
  }

  /** Writes the manifest into a directory, whole or not at all. */
  public void write(FileSystem files, Path directory) throws IOException {
    ShardFiles.write(files, path(directory, split), JSON.writeValueAsBytes(this));
  }

  /**
   * Reads a manifest.
   *
   * @throws InvalidInputException when it is missing or is none
   */
  static Manifest read(FileSystem files, Path directory, String split) throws IOException {
    Path file = path(directory, split);
    Manifest manifest;
    try {
      manifest = JSON.readValue(ShardFiles.read(files, file), Manifest.class);
    } catch (JacksonException e) {
      throw new InvalidInputException("Not a manifest: %s: %s", file, e.getOriginalMessage());
    }
    String problem = manifest == null ? "it is empty" : manifest.problem(split);
    if (problem != null) {
      throw new InvalidInputException("Not a manifest for split %s: %s: %s", split, file, problem);
    }
    return manifest;
  }

  private String problem(String expectedSplit) {
    if (!expectedSplit.equals(split)) {
      return "its split is " + split;
    }
    if (shards == null || shards.isEmpty()) {
      return "it lists no shards";
    }
    if (classes < 1) {
      return "classes is " + classes + "; expected 1 or more";
    }
    long sum = 0;
    Set<String> names = new HashSet<>();
    for (Entry entry : shards) {
      if (entry == null || entry.name == null || entry.name.contains("/")) {
        return "a shard has no name, or one with a directory";
      }
      if (!names.add(entry.name)) {
        return "it lists shard " + entry.name + " twice";
      }
      if (entry.records < 1 || entry.bytes < 1) {
        return "shard " + entry.name + " has no records or no bytes";
      }
      sum += entry.records;
    }
    return sum == records ? null : "records is " + records + ", its shards have " + sum;
  }
}
