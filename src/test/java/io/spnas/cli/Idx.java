package io.spnas.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A small data set in idx files: grey images of 12x12 pixels whose brightest quarter is their
 * class.
 */
final class Idx {
  static final int CLASSES = 4;
  private static final int SIZE = 12;

  final Path images;
  final Path labels;

  private Idx(Path images, Path labels) {
    this.images = images;
    this.labels = labels;
  }

  static Idx write(Path directory, int count) throws IOException {
    Random random = new Random(5);
    byte[] pixels = new byte[count * SIZE * SIZE];
    byte[] classes = new byte[count];
    for (int n = 0; n < count; n++) {
      classes[n] = (byte) (n % CLASSES);
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          int quarter = 2 * (2 * y / SIZE) + 2 * x / SIZE;
          int value = random.nextInt(100) + (quarter == classes[n] ? 120 : 0);
          pixels[(n * SIZE + y) * SIZE + x] = (byte) value;
        }
      }
    }
    Idx idx = new Idx(directory.resolve("images.idx"), directory.resolve("labels.idx"));
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(idx.images))) {
      out.writeInt(0x803);
      out.writeInt(count);
      out.writeInt(SIZE);
      out.writeInt(SIZE);
      out.write(pixels);
    }
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(idx.labels))) {
      out.writeInt(0x801);
      out.writeInt(count);
      out.write(classes);
    }
    return idx;
  }
}
