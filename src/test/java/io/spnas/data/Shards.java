package io.spnas.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Shards for tests, on the local file system. */
public final class Shards {
  static final Configuration CONFIGURATION = new Configuration();

  private Shards() {}

  static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  static FileSystem local() {
    try {
      return ShardFiles.fileSystem(new org.apache.hadoop.fs.Path("file:///"), CONFIGURATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> randomRecords(int count, int mostBytes, long seed) {
    Random random = new Random(seed);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] record = new byte[random.nextInt(mostBytes + 1)];
      random.nextBytes(record);
      records.add(record);
    }
    return records;
  }

  static byte[] tfRecords(List<byte[]> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return out.toByteArray();
  }

  static List<byte[]> readAll(Path shard) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(local(), path(shard))) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  /**
   * Numbered images: number n is label n % classes, has red n everywhere, which tells it apart
   * after any crop, and noise in green and blue, which tells the crops apart.
   */
  static List<byte[]> numberedExamples(int from, int to, int classes) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (int n = from; n < to; n++) {
      records.add(ImageExample.of(n % classes, numberedPng(n), n + ".png", "s", "t").toBytes());
    }
    return records;
  }

  /** The file of a numbered image. */
  public static byte[] numberedPng(int n) {
    BufferedImage image = Pictures.noise(12, 10, n);
    for (int i = 0; i < 12 * 10; i++) {
      image.setRGB(i % 12, i / 12, n << 16 | image.getRGB(i % 12, i / 12) & 0xffff);
    }
    return Pictures.png(image);
  }

  /** A split of so many numbered images to a shard. */
  public static ShardDirectory numberedSplit(Path directory, int classes, int... imagesPerShard)
      throws IOException {
    List<List<byte[]>> shards = new ArrayList<>();
    int number = 0;
    for (int images : imagesPerShard) {
      shards.add(numberedExamples(number, number + images, classes));
      number += images;
    }
    return split(directory, classes, shards);
  }

  /** Writes shards and their manifest. */
  static ShardDirectory split(Path directory, int classes, List<List<byte[]>> shards)
      throws IOException {
    List<Manifest.Entry> entries = new ArrayList<>();
    long records = 0;
    for (int i = 0; i < shards.size(); i++) {
      String name = ShardFiles.shardName("train", i, shards.size());
      byte[] bytes = tfRecords(shards.get(i));
      Files.write(directory.resolve(name), bytes);
      entries.add(new Manifest.Entry(name, shards.get(i).size(), bytes.length));
      records += shards.get(i).size();
    }
    new Manifest("train", classes, records, entries).write(local(), path(directory));
    return ShardDirectory.open(directory.toString(), "train");
  }
}
