package io.spnas.bench;

import io.spnas.data.ImageExample;
import io.spnas.data.Manifest;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardFiles;
import io.spnas.data.ShardSummary;
import io.spnas.data.ShardWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A training split of images in memory, in a temporary directory that {@link #close} removes. */
final class PhotoShards implements AutoCloseable {
  static final Configuration CONFIGURATION = new Configuration(false);

  private static final String SPLIT = "train";
  private static final int SHARDS = 2;

  private final FileSystem files;
  private final Path directory;

  /**
   * Writes the shards.
   *
   * @param jpegs the images; their labels go round the classes
   */
  PhotoShards(List<byte[]> jpegs, int classes) throws IOException {
    this.directory = new Path(Files.createTempDirectory("spnas-bench-").toUri());
    this.files = ShardFiles.fileSystem(directory, CONFIGURATION);
    try {
      write(jpegs, classes);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void write(List<byte[]> jpegs, int classes) throws IOException {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      String name = ShardFiles.shardName(SPLIT, shard, SHARDS);
      try (ShardWriter writer = new ShardWriter(files, new Path(directory, name))) {
        for (int i = shard; i < jpegs.size(); i += SHARDS) {
          writer.write(ImageExample.of(i % classes, jpegs.get(i), i + ".jpg", "", "").toBytes());
        }
        ShardSummary summary = writer.finish();
        entries.add(new Manifest.Entry(name, summary.records(), summary.bytes()));
      }
    }
    new Manifest(SPLIT, classes, jpegs.size(), entries).write(files, directory);
  }

  ShardDirectory open() throws IOException {
    return ShardDirectory.open(CONFIGURATION, directory.toString(), SPLIT);
  }

  @Override
  public void close() throws IOException {
    files.delete(directory, true);
  }
}
