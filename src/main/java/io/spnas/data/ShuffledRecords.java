package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/**
 * A rank's endless sequence for training: epoch after epoch, each record of the rank's shards once
 * in each. Records pass through a buffer from which one is drawn at random and replaced by the next
 * in reading order. While an epoch drains from the buffer, the room is filled with the next epoch's
 * records, so that an epoch begins without a pause for reading.
 *
 * <p>The order follows from seed, epoch, rank and shards alone. The buffer holds encoded records,
 * bounded in number and in bytes over both epochs. Not thread-safe.
 */
final class ShuffledRecords implements RecordSequence {
  /** Draws, in multiples of the buffer, after which hardly a record is left that was there. */
  private static final long TURNOVERS = 8;

  private final Configuration configuration;
  private final ShardDirectory directory;
  private final InputSpec input;
  private final RankSpec rank;

  private long epoch;
  private long position;
  private Random random;
  private List<RawRecord> buffer = new ArrayList<>();
  private List<RawRecord> ahead = new ArrayList<>();
  private long bufferedBytes;
  private ShardReader reader;
  private ShardReader nextReader;
  private long readingEpoch;
  private boolean passOver;
  private long toSkip;

  /**
   * Prepares the sequence; nothing is read yet.
   *
   * @param firstRecord number of the first record to come out, from 0
   */
  ShuffledRecords(
      Configuration configuration,
      ShardDirectory directory,
      InputSpec input,
      RankSpec rank,
      long firstRecord) {
    this.configuration = configuration;
    this.directory = directory;
    this.input = input;
    this.rank = rank;
    this.toSkip = firstRecord;
    begin(0);
  }

  private void begin(long firstEpoch) {
    epoch = firstEpoch;
    position = 0;
    random = random(firstEpoch);
    readingEpoch = firstEpoch;
    reader = newReader(firstEpoch);
  }

  private Random random(long ofEpoch) {
    return Seed.random(Seed.Use.SHUFFLE, rank.seed(), ofEpoch, rank.rank());
  }

  private ShardReader newReader(long ofEpoch) {
    return new ShardReader(configuration, shards(ofEpoch));
  }

  private List<Shard> shards(long ofEpoch) {
    return ShardAssignment.of(directory.shards(), rank.worldSize(), rank.seed(), ofEpoch)
        .get(rank.rank());
  }

  @Override
  public OrderedRecord next() throws IOException {
    skip(toSkip);
    toSkip = 0;
    OrderedRecord drawn = draw();
    return drawn.record().data() != null
        ? drawn
        : new OrderedRecord(
            ShardReader.load(configuration, drawn.record()), drawn.epoch(), drawn.position());
  }

  /**
   * Whole epochs are passed over by their number of records; in the last one, records that will
   * have left the buffer are not read.
   */
  private void skip(long records) throws IOException {
    Map<Shard, Long> counted = new HashMap<>();
    long left = records;
    while (left > 0) {
      long inEpoch = count(counted);
      if (left < inEpoch || inEpoch == 0) {
        break;
      }
      left -= inEpoch;
      begin(epoch + 1);
    }
    for (; left > 0; left--) {
      passOver = left > TURNOVERS * input.shuffleBuffer();
      draw();
    }
    passOver = false;
  }

  private long count(Map<Shard, Long> counted) throws IOException {
    long records = 0;
    for (Shard shard : shards(epoch)) {
      Long known = counted.get(shard);
      if (known == null) {
        known = ShardReader.count(configuration, shard);
        counted.put(shard, known);
      }
      records += known;
    }
    return records;
  }

  private OrderedRecord draw() throws IOException {
    fill();
    if (buffer.isEmpty()) {
      nextEpoch();
      fill();
    }
    int drawn = random.nextInt(buffer.size());
    RawRecord record = buffer.get(drawn);
    RawRecord last = buffer.remove(buffer.size() - 1);
    if (drawn < buffer.size()) {
      buffer.set(drawn, last);
    }
    bufferedBytes -= record.length();
    return new OrderedRecord(record, epoch, position++);
  }

  private void nextEpoch() {
    if (position == 0) {
      throw new InvalidInputException(
          "No records in the shards of split %s in %s that rank %d reads in epoch %d",
          directory.split(), directory.directory(), rank.rank(), epoch);
    }
    List<RawRecord> drained = buffer;
    buffer = ahead;
    ahead = drained;
    epoch++;
    position = 0;
    random = random(epoch);
  }

  private void fill() throws IOException {
    while (hasRoom() && readingEpoch <= epoch + 1) {
      RawRecord record = passOver ? reader.skip() : reader.next();
      if (record != null) {
        (readingEpoch == epoch ? buffer : ahead).add(record);
        bufferedBytes += record.length();
        if (!passOver) {
          prepareNextReader();
        }
      } else {
        reader = nextReader == null ? newReader(readingEpoch + 1) : nextReader;
        nextReader = null;
        readingEpoch++;
      }
    }
  }

  /** Opens the next epoch's first shard while this one's last is in use. */
  private void prepareNextReader() {
    if (nextReader == null && reader.onLastShard()) {
      nextReader = newReader(readingEpoch + 1);
      nextReader.openFollowing();
    }
  }

  private boolean hasRoom() {
    int buffered = buffer.size() + ahead.size();
    return buffered == 0
        || buffered < input.shuffleBuffer() && bufferedBytes < input.shuffleBytes();
  }

  @Override
  public void close() throws IOException {
    try (ShardReader unused = nextReader) {
      reader.close();
    }
  }
}
