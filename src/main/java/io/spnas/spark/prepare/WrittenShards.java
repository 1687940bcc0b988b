package io.spnas.spark.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.JsonText;
import io.spnas.data.ShardFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Tells after a kill which shards are whole: a small file for each, in a directory beside the mark,
 * written once the shard has its name.
 */
final class WrittenShards {
  private static final Pattern NAME = Pattern.compile("(\\d{5})\\.json");

  private final SplitOutput output;
  private final Path directory;

  WrittenShards(SplitOutput output) {
    this.output = output;
    this.directory = directory(new Path(output.directory()), output.split());
  }

  private static Path directory(Path shards, String split) {
    return new Path(shards, "_" + split + ".written");
  }

  /** Writes down that a shard is whole. */
  void add(Configuration configuration, ShardResult result) throws IOException {
    Path file = new Path(directory, String.format("%05d.json", result.index()));
    byte[] json = result.toJson().toString().getBytes(StandardCharsets.UTF_8);
    ShardFiles.write(ShardFiles.fileSystem(file, configuration), file, json);
  }

  /** The shards that were whole, by number. */
  Map<Integer, ShardResult> read(Configuration configuration) throws IOException {
    FileSystem files = ShardFiles.fileSystem(directory, configuration);
    Map<Integer, ShardResult> written = new TreeMap<>();
    for (FileStatus status : list(files)) {
      Matcher name = NAME.matcher(status.getPath().getName());
      if (name.matches()) {
        int index = Integer.parseInt(name.group(1));
        byte[] json = ShardFiles.read(files, status.getPath());
        JsonNode root = JsonText.parse(new String(json, StandardCharsets.UTF_8));
        written.put(index, ShardResult.parse(index, root));
      }
    }
    return written;
  }

  private FileStatus[] list(FileSystem files) throws IOException {
    try {
      return files.listStatus(directory);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** Forgets the shards of a split. */
  static void clear(FileSystem files, Path shards, String split) throws IOException {
    files.delete(directory(shards, split), true);
  }
}
