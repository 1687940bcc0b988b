package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spnas.config.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.hadoop.util.TFRecordWriter;

class TfRecordTest {
  private final List<byte[]> records = Shards.randomRecords(8, 40, 1);

  @TempDir Path directory;
  private Path shard;

  @BeforeEach
  void nameShard() {
    shard = directory.resolve("train-00000-of-00001");
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    List<byte[]> large = new ArrayList<>(records);
    large.add(new byte[3 << 20]);
    large.add(new byte[0]);
    Files.write(shard, Shards.tfRecords(large));
    assertThat(Shards.readAll(shard)).containsExactlyElementsOf(large);
  }

  @Test
  void peerReadsWhatWeWrite() throws IOException {
    TFRecordReader peer =
        new TFRecordReader(new ByteArrayInputStream(Shards.tfRecords(records)), true);
    List<byte[]> read = new ArrayList<>();
    for (byte[] record = peer.read(); record != null; record = peer.read()) {
      read.add(record);
    }
    assertThat(read).containsExactlyElementsOf(records);
  }

  @Test
  void readsWhatPeerWrites() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TFRecordWriter peer = new TFRecordWriter(new DataOutputStream(bytes));
    for (byte[] record : records) {
      peer.write(record, 0, record.length);
    }
    Files.write(shard, bytes.toByteArray());
    assertThat(Shards.readAll(shard)).containsExactlyElementsOf(records);
  }

  @Test
  void everyTruncationInsideARecordIsReportedWithShardAndOffset() throws IOException {
    byte[] whole = Shards.tfRecords(records);
    List<Long> starts = recordStarts();
    for (int length = 1; length < whole.length; length++) {
      Files.write(shard, Arrays.copyOf(whole, length));
      if (starts.contains((long) length)) {
        assertThat(Shards.readAll(shard)).hasSize(starts.indexOf((long) length));
        continue;
      }
      CorruptShardException e = corruption(length);
      long cut = length;
      assertThat(e.offset())
          .isEqualTo(starts.stream().filter(s -> s < cut).reduce((a, b) -> b).orElseThrow());
    }
  }

  @Test
  void manifestRevealsACutWhereARecordEnds() throws IOException {
    ShardDirectory split = Shards.split(directory, 3, List.of(records));
    byte[] whole = Files.readAllBytes(shard);
    for (long start : recordStarts().subList(1, records.size())) {
      Files.write(shard, Arrays.copyOf(whole, (int) start));
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> ShardDirectory.open(directory.toString(), "train"))
          .withMessageContaining(shard.toString())
          .withMessageContaining(start + " bytes")
          .withMessageContaining("expects " + whole.length);
      assertThatExceptionOfType(CorruptShardException.class)
          .isThrownBy(() -> readAll(split))
          .withMessageContaining(shard.toString())
          .withMessageContaining("at byte " + start)
          .withMessageContaining("expects " + records.size());
    }
  }

  @Test
  void everyFlippedByteIsReportedWithShardAndOffset() throws IOException {
    ShardDirectory split = Shards.split(directory, 3, List.of(records));
    byte[] whole = Files.readAllBytes(shard);
    List<Long> starts = recordStarts();
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(shard, damaged);
      CorruptShardException e =
          catchThrowableOfType(CorruptShardException.class, () -> readAll(split));
      assertThat(e).as("byte %d", at).isNotNull().hasMessageContaining(shard.toString());
      assertThat(e.offset())
          .isEqualTo(starts.stream().filter(s -> s <= at).reduce((a, b) -> b).orElseThrow());
    }
  }

  @Test
  void lengthsThatCannotBeAreRefusedBeforeAnythingIsAllocated() throws IOException {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 28 | 1}) {
      Files.write(shard, header(length));
      assertThat(corruption((int) length)).hasMessageContaining("length " + length);
    }
    Files.write(shard, header(200 << 20));
    assertThat(corruption(0)).hasMessageContaining("0 of " + (200 << 20) + " bytes");
  }

  @Test
  void readsAShardCompressedAsAWhole() throws IOException {
    Files.write(shard, gzip(Shards.tfRecords(records)));
    assertThat(Shards.readAll(shard)).containsExactlyElementsOf(records);
  }

  @Test
  void damagedGzipNeverYieldsOtherRecords() throws IOException {
    byte[] whole = gzip(Shards.tfRecords(records));
    for (int length = 1; length < whole.length; length++) {
      Files.write(shard, Arrays.copyOf(whole, length));
      corruption(length);
    }
    Files.write(shard, Arrays.copyOf(whole, whole.length + 1));
    corruption(whole.length + 1);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(shard, damaged);
      try {
        assertThat(Shards.readAll(shard)).containsExactlyElementsOf(records);
      } catch (CorruptShardException e) {
        assertThat(e).hasMessageContaining(shard.toString());
      }
    }
  }

  @Test
  void plainShardThatBeginsLikeGzipIsReadAsPlain() throws IOException {
    List<byte[]> one = List.of(new byte[0x088b1f]);
    byte[] bytes = Shards.tfRecords(one);
    assertThat(Arrays.copyOf(bytes, 3)).containsExactly(0x1f, 0x8b, 8);
    Files.write(shard, bytes);
    assertThat(Shards.readAll(shard)).containsExactlyElementsOf(one);
  }

  @Test
  void missingShardIsTheUsersMistake() {
    assertThatThrownBy(() -> Shards.readAll(shard))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(shard.toString());
  }

  private CorruptShardException corruption(int what) {
    CorruptShardException e =
        catchThrowableOfType(CorruptShardException.class, () -> Shards.readAll(shard));
    assertThat(e).as("length %d", what).isNotNull();
    assertThat(e)
        .hasMessageContaining(shard.toString())
        .hasMessageContaining("at byte " + e.offset());
    return e;
  }

  private static void readAll(ShardDirectory split) throws IOException {
    try (ShardReader reader = new ShardReader(Shards.CONFIGURATION, split.shards())) {
      while (reader.next() != null) {
        continue;
      }
    }
  }

  /** Where each record begins, and where the shard ends. */
  private List<Long> recordStarts() {
    List<Long> starts = new ArrayList<>(List.of(0L));
    records.forEach(record -> starts.add(starts.get(starts.size() - 1) + record.length + 16L));
    return starts;
  }

  private static byte[] header(long length) {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return header.putInt(MaskedCrc.of(header.array(), 0, 8)).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
