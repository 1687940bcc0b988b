package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spnas.config.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir Path directory;

  @Test
  void readsImagesAndLabelsPlainAndCompressed() throws IOException {
    byte[] images = idx(IMAGES, 5, 3, 2);
    byte[] labels = idx(LABELS, 5);
    for (boolean compressed : new boolean[] {false, true}) {
      IdxFile read = images(compressed ? gzip(images) : images);
      assertThat(read.count()).isEqualTo(5);
      assertThat(read.rows()).isEqualTo(3);
      assertThat(read.columns()).isEqualTo(2);
      assertThat(read.item(4)).isEqualTo(Arrays.copyOfRange(images, 16 + 24, 16 + 30));
      IdxFile readLabels = labels(compressed ? gzip(labels) : labels);
      assertThat(readLabels.label(4)).isEqualTo(labels[8 + 4] & 0xff);
    }
  }

  @Test
  void everyTruncationIsReportedWithFoundAndExpected() throws IOException {
    byte[] images = idx(IMAGES, 5, 3, 2);
    for (int length = 0; length < images.length; length++) {
      String found = length < 16 ? length % 4 + " of 4" : length - 16 + " of 30";
      refused(Arrays.copyOf(images, length), "cut short: found " + found + " bytes");
    }
    byte[] compressed = gzip(images);
    for (int length = 2; length < compressed.length; length++) {
      refused(Arrays.copyOf(compressed, length), "idx file");
    }
    refused(Arrays.copyOf(images, images.length + 1), "more bytes follow the expected 30");
  }

  @Test
  void otherFilesAreNamedWithTheirMagicNumber() throws IOException {
    refused(idx(LABELS, 5), "0x00000801; expected 0x00000803");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> labels(idx(IMAGES, 5, 3, 2)))
        .withMessageContaining("0x00000803; expected 0x00000801");
    refused("<!DOCTYPE html>".getBytes(), "expected 0x00000803");
  }

  @Test
  void impossibleDimensionsAreRefused() throws IOException {
    for (int[] shape : new int[][] {{0, 3, 2}, {-1, 3, 2}, {5, 1 << 20, 1 << 20}}) {
      ByteBuffer header = ByteBuffer.allocate(16).putInt(IMAGES);
      Arrays.stream(shape).forEach(header::putInt);
      refused(header.array(), "dimension");
    }
  }

  @Test
  void missingFileIsNamed() {
    Path absent = directory.resolve("absent");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> IdxFile.images(Shards.local(), Shards.path(absent)))
        .withMessageContaining("No such file")
        .withMessageContaining(absent.toString());
  }

  private void refused(byte[] content, String expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> images(content))
        .withMessageContaining(expected)
        .withMessageContaining(directory.resolve("file").toString());
  }

  private IdxFile images(byte[] content) throws IOException {
    return IdxFile.images(
        Shards.local(), Shards.path(Files.write(directory.resolve("file"), content)));
  }

  private IdxFile labels(byte[] content) throws IOException {
    return IdxFile.labels(
        Shards.local(), Shards.path(Files.write(directory.resolve("file"), content)));
  }

  private static byte[] idx(int magic, int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + size).putInt(magic);
    Arrays.stream(shape).forEach(file::putInt);
    byte[] values = new byte[size];
    new Random(1).nextBytes(values);
    return file.put(values).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
