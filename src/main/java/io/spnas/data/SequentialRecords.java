package io.spnas.data;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A rank's records in reading order, once. Not thread-safe. */
final class SequentialRecords implements RecordSequence {
  private final ShardReader reader;
  private long position;

  SequentialRecords(Configuration configuration, List<Shard> shards) {
    this.reader = new ShardReader(configuration, shards);
  }

  @Override
  public OrderedRecord next() throws IOException {
    RawRecord record = reader.next();
    return record == null ? null : new OrderedRecord(record, 0, position++);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
