package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
  private final List<List<byte[]>> shards =
      List.of(Shards.randomRecords(5, 3000, 1), Shards.randomRecords(7, 3000, 2));

  @TempDir Path directory;

  @Test
  void recordsPassedOverCanBeFetchedLater() throws IOException {
    assertFetchedLater(Shards.split(directory, 1, shards).shards());
  }

  @Test
  void recordsOfACompressedShardToo() throws IOException {
    List<Shard> compressed = new ArrayList<>();
    for (Shard shard : Shards.split(directory, 1, shards).shards()) {
      Path file = Path.of(URI.create(shard.path()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(Files.readAllBytes(file));
      }
      Files.write(file, out.toByteArray());
      compressed.add(new Shard(shard.path(), out.size(), Shard.UNKNOWN_RECORDS));
    }
    assertFetchedLater(compressed);
  }

  @Test
  void countsFromHeaderToHeader() throws IOException {
    for (Shard shard : Shards.split(directory, 1, shards).shards()) {
      Shard unknown = new Shard(shard.path(), shard.bytes(), Shard.UNKNOWN_RECORDS);
      assertThat(ShardReader.count(Shards.CONFIGURATION, unknown)).isEqualTo(shard.records());
    }
  }

  private void assertFetchedLater(List<Shard> files) throws IOException {
    List<RawRecord> passedOver = new ArrayList<>();
    List<RawRecord> read = new ArrayList<>();
    try (ShardReader skipping = new ShardReader(Shards.CONFIGURATION, files);
        ShardReader reading = new ShardReader(Shards.CONFIGURATION, files)) {
      for (RawRecord r = skipping.skip(); r != null; r = skipping.skip()) {
        passedOver.add(r);
        read.add(reading.next());
      }
      assertThat(reading.next()).isNull();
    }
    assertThat(read)
        .extracting(RawRecord::data)
        .containsExactlyElementsOf(shards.stream().flatMap(List::stream).toList());
    for (int i = 0; i < read.size(); i++) {
      RawRecord later = ShardReader.load(Shards.CONFIGURATION, passedOver.get(i));
      assertThat(passedOver.get(i).data()).isNull();
      assertThat(later).usingRecursiveComparison().isEqualTo(read.get(i));
    }
  }
}
