package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardWriterTest {
  private static final Path FULL = Path.of("/dev/full");

  private final List<byte[]> records = Shards.randomRecords(5, 100, 1);

  @TempDir Path directory;

  @Test
  void shardAppearsWhenItIsWholeAndNothingElse() throws IOException {
    Path shard = directory.resolve("train-00000-of-00001");
    try (ShardWriter writer = new ShardWriter(Shards.local(), Shards.path(shard))) {
      for (byte[] record : records) {
        writer.write(record);
      }
      assertThat(names()).hasSize(1).allMatch(ShardFiles::hidden);
      assertThat(writer.finish()).isEqualTo(new ShardSummary(5, Files.size(shard)));
    }
    assertThat(names()).containsExactly("train-00000-of-00001");
    assertThat(Shards.readAll(shard)).containsExactlyElementsOf(records);
  }

  @Test
  void shardOfAnEarlierTryIsReplaced() throws IOException {
    Path shard = directory.resolve("train-00000-of-00001");
    Files.writeString(shard, "leftover");
    try (ShardWriter writer = new ShardWriter(Shards.local(), Shards.path(shard))) {
      writer.write(records.get(0));
      writer.finish();
    }
    assertThat(Shards.readAll(shard)).containsExactly(records.get(0));
  }

  @Test
  void abandonedShardLeavesNothing() throws IOException {
    Path shard = directory.resolve("train-00000-of-00001");
    try (ShardWriter writer = new ShardWriter(Shards.local(), Shards.path(shard))) {
      writer.write(records.get(0));
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void fullDiskIsOneClearLineAndLeavesNothing(int written) {
    assumeTrue(Files.exists(FULL));
    Path shard = directory.resolve("train-00000-of-00001");
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (ShardWriter writer = new ShardWriter(new FullDisk(), Shards.path(shard))) {
                for (int i = 0; i < written; i++) {
                  writer.write(new byte[100]);
                }
                writer.finish();
              }
            })
        .withMessageMatching("No space left on device while writing \\S+" + shard.getFileName());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void smallFilesAreWholeOrNotThere() throws IOException {
    assumeTrue(Files.exists(FULL));
    Path file = directory.resolve("labels.txt");
    assertThatIOException()
        .isThrownBy(() -> ShardFiles.write(new FullDisk(), Shards.path(file), new byte[10]))
        .withMessageMatching("No space left on device while writing \\S+labels.txt");
    assertThat(directory).isEmptyDirectory();
    ShardFiles.write(Shards.local(), Shards.path(file), new byte[10]);
    assertThat(Files.readAllBytes(file)).isEqualTo(new byte[10]);
    assertThat(names()).containsExactly("labels.txt");
  }

  @Test
  void classNamesOfADirectoryStayTheSame() throws IOException {
    org.apache.hadoop.fs.Path path = Shards.path(directory);
    assertThat(ClassNames.read(Shards.local(), path)).isEmpty();
    ClassNames.write(Shards.local(), path, List.of("cat", "dög"));
    assertThat(ClassNames.read(Shards.local(), path)).containsExactly("cat", "dög");
    ClassNames.write(Shards.local(), path, List.of("cat", "dög"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ClassNames.write(Shards.local(), path, List.of("cat")))
        .withMessageContaining("class 1 is missing, there 'dög'")
        .withMessageContaining("labels.txt");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Creates files, and writes them to the device that is always full. */
  private static final class FullDisk extends FilterFileSystem {
    FullDisk() {
      super(Shards.local());
    }

    @Override
    public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite)
        throws IOException {
      super.create(file, overwrite).close();
      return super.create(Shards.path(FULL), overwrite);
    }
  }
}
