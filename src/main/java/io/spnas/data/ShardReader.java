package io.spnas.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads shards one after the other and holds each to the number of records it should have. Bytes
 * are read ahead of use, and the following shard is opened while one is in use.
 */
final class ShardReader implements Closeable {
  private final Configuration configuration;
  private final Iterator<Shard> shards;
  private Shard shard;
  private TfRecordReader reader;
  private OpeningShard following;

  ShardReader(Configuration configuration, List<Shard> shards) {
    this.configuration = configuration;
    this.shards = shards.iterator();
  }

  /** The next record with its data, or null after the last. */
  RawRecord next() throws IOException {
    while (advance()) {
      reader.readAhead();
      openFollowing();
      long number = reader.records();
      byte[] data = reader.next();
      if (data != null) {
        return new RawRecord(shard, number, reader.recordOffset(), data.length, data);
      }
      finish();
    }
    return null;
  }

  /** As {@link #next}, but leaves the data where it is. */
  RawRecord skip() throws IOException {
    while (advance()) {
      long number = reader.records();
      int length = reader.skip();
      if (length >= 0) {
        return new RawRecord(shard, number, reader.recordOffset(), length, null);
      }
      finish();
    }
    return null;
  }

  private boolean advance() throws IOException {
    if (reader == null && following != null) {
      shard = following.shard();
      reader = following.get();
      following = null;
    } else if (reader == null && shards.hasNext()) {
      shard = shards.next();
      reader = open(configuration, shard);
    }
    return reader != null;
  }

  /** Whether no shard is left but the one in use. */
  boolean onLastShard() {
    return following == null && !shards.hasNext();
  }

  /** Opens the next shard while others are in use, of this reader's or another's. */
  void openFollowing() {
    if (following == null && shards.hasNext()) {
      Shard next = shards.next();
      following =
          new OpeningShard(
              next,
              () -> {
                TfRecordReader opened = open(configuration, next);
                opened.readAhead();
                return opened;
              });
    }
  }

  private void finish() throws IOException {
    long found = reader.records();
    if (shard.records() != Shard.UNKNOWN_RECORDS && found != shard.records()) {
      String problem =
          String.format("ends after %d records; its manifest expects %d", found, shard.records());
      throw new CorruptShardException(shard.path(), reader.recordOffset(), problem);
    }
    closeShard();
  }

  /** Fetches the data of a record that was passed over. */
  static RawRecord load(Configuration configuration, RawRecord record) throws IOException {
    try (TfRecordReader reader = open(configuration, record.shard())) {
      byte[] data = reader.nextAt(record.offset());
      return new RawRecord(record.shard(), record.number(), record.offset(), data.length, data);
    }
  }

  /** Number of records in a shard: told by a manifest, or else counted from header to header. */
  static long count(Configuration configuration, Shard shard) throws IOException {
    if (shard.records() != Shard.UNKNOWN_RECORDS) {
      return shard.records();
    }
    try (TfRecordReader reader = open(configuration, shard)) {
      while (reader.skip() >= 0) {
        continue;
      }
      return reader.records();
    }
  }

  private static TfRecordReader open(Configuration configuration, Shard shard) throws IOException {
    Path path = new Path(shard.path());
    return TfRecordReader.open(ShardFiles.fileSystem(path, configuration), path);
  }

  private void closeShard() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() throws IOException {
    try (OpeningShard unused = following) {
      following = null;
      closeShard();
    }
  }
}
