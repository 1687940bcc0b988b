package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.data.ImageExample;
import io.spnas.data.Shard;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardFiles;
import io.spnas.data.TfRecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** All that is in a split. */
final class ReadShards {
  private ReadShards() {}

  /** The records as they lie in a split, shard by shard. */
  static List<byte[]> records(ShardDirectory split) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (Shard shard : split.shards()) {
      Path path = new Path(shard.path());
      try (TfRecordReader reader =
          TfRecordReader.open(ShardFiles.fileSystem(path, new Configuration()), path)) {
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          records.add(record);
        }
        assertThat(reader.records()).isEqualTo(shard.records());
      }
    }
    return records;
  }

  /** The examples of a split, by the names of their files, which differ. */
  static Map<String, ImageExample> byName(ShardDirectory split) throws IOException {
    Map<String, ImageExample> byName = new TreeMap<>();
    for (byte[] record : records(split)) {
      ImageExample example = ImageExample.parse(record, split.directory(), 0);
      assertThat(byName.put(example.filename(), example)).isNull();
    }
    return byName;
  }
}
