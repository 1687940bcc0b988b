package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** No bytes whatever make the input fail otherwise than it says, hang, or yield other numbers. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedShardTest {
  private static final int FILES = 2500;
  private static final int SEALED_FILES = 2400;
  private static final int BATCHED_FILES = 100;
  private static final int CLASSES = 10;
  private static final int SIZE = 16;

  /** A pixel p comes out as (p - 1) / 2. */
  private static final InputSpec INPUT =
      new InputSpec(
          SIZE,
          new float[] {1, 1, 1},
          new float[] {2, 2, 2},
          0.08,
          0.875,
          Flip.RANDOM,
          2,
          2,
          4,
          1 << 20);

  /** Two decodings of a damaged CMYK image, whose inks the JDK's decoder holds in the heap. */
  private static final long MOST_INKS = 2 * 4 * ImageFormat.JPEG.mostPixels(2000);

  private static final int LONGEST_MESSAGE = 1000;

  private final List<byte[]> records = examples();
  private final byte[] plain = tfRecords(records);
  private final byte[] zipped = gzip(plain);

  @TempDir Path directory;
  private Path file;
  private Shard shard;

  /** What the JVM sets aside once, at the first use of a class, is no part of a read. */
  @BeforeEach
  void readOnce() throws IOException {
    file = directory.resolve("train-00000-of-00001");
    shard = new Shard(Shards.path(file).toString(), plain.length, records.size());
    Files.write(file, zipped);
    assertThat(readAll()).containsExactlyElementsOf(records);
    Files.write(file, plain);
    for (RecordDecoder decoder : decoders()) {
      decodeAll(decoder);
    }
  }

  @Test
  void everyDamageOfTheFileIsNoticed() {
    for (int number = 0; number < FILES; number++) {
      SplittableRandom random = new SplittableRandom(number);
      byte[] whole = random.nextBoolean() ? plain : zipped;
      Damage damage = Damage.any(random);
      byte[] mutated = damage.of(whole, random);
      try {
        Files.write(file, mutated);
        List<byte[]> read = Effort.within(mostHeap(mutated.length), this::readAll);
        assertThat(read).containsExactlyElementsOf(records);
        assertThat(whole == zipped || Arrays.equals(mutated, whole)).isTrue();
      } catch (CorruptShardException e) {
        assertNamesTheShard(e);
      } catch (Throwable e) {
        throw new AssertionError("Mutation " + number + ", " + damage, e);
      }
    }
  }

  @Test
  void whatCarriesRightChecksumsIsDecodedOrRefused() {
    int decoded = 0;
    List<RecordDecoder> decoders = decoders();
    for (int number = 0; number < SEALED_FILES; number++) {
      try {
        byte[] mutated = sealed(number);
        Files.write(file, mutated);
        RecordDecoder decoder = decoders.get(number % decoders.size());
        Effort.within(mostHeap(mutated.length) + MOST_INKS, () -> decodeAll(decoder));
        decoded++;
      } catch (CorruptShardException | CorruptImageException | InvalidInputException e) {
        assertNamesTheShard(e);
      } catch (Throwable e) {
        throw new AssertionError("Mutation with right checksums " + number, e);
      }
    }
    assertThat(decoded).isBetween(SEALED_FILES / 10, SEALED_FILES / 2);
  }

  @Test
  void batchesPassOnWhatTheyMeet() throws Exception {
    for (int number = 0; number < BATCHED_FILES; number++) {
      Files.write(file, sealed(number));
      ShardDirectory split = ShardDirectory.open(directory.toString(), "train");
      RankSpec rank = new RankSpec(0, 1, 3, CLASSES, number);
      try (TrainingBatches batches =
          TrainingBatches.open(Shards.CONFIGURATION, split, INPUT, rank, number % 3)) {
        for (int i = 0; i < 6; i++) {
          assertInRange(batches.next());
        }
      } catch (CorruptShardException | CorruptImageException | InvalidInputException e) {
        assertNamesTheShard(e);
      } catch (Throwable e) {
        throw new AssertionError("Mutation with right checksums " + number, e);
      }
    }
  }

  /** A shard with one thing wrong that no checksum tells; plain or compressed. */
  private byte[] sealed(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int spoilt = random.nextInt(records.size());
    byte[] bytes;
    if (random.nextInt(7) == 0) {
      bytes = withLength(spoilt, random);
    } else {
      List<byte[]> mutated = new ArrayList<>(records);
      mutated.set(spoilt, ExampleDamage.any(random).of(records.get(spoilt), random));
      bytes = tfRecords(mutated);
    }
    return random.nextInt(4) == 0 ? gzip(bytes) : bytes;
  }

  /** Another length of a record, with its checksum. */
  private byte[] withLength(int record, SplittableRandom random) {
    int at = records.subList(0, record).stream().mapToInt(r -> r.length + 16).sum();
    ByteBuffer bytes = ByteBuffer.wrap(plain.clone()).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        random.nextBoolean()
            ? random.nextLong() >> random.nextInt(Long.SIZE)
            : random.nextInt(TfRecordReader.MAX_RECORD_BYTES);
    bytes.putLong(at, length);
    bytes.putInt(at + Long.BYTES, MaskedCrc.of(bytes.array(), at, Long.BYTES));
    return bytes.array();
  }

  private List<byte[]> readAll() throws IOException {
    List<byte[]> read = new ArrayList<>();
    try (ShardReader reader = new ShardReader(Shards.CONFIGURATION, List.of(shard))) {
      for (RawRecord record = reader.next(); record != null; record = reader.next()) {
        read.add(record.data());
      }
    }
    return read;
  }

  /** Decodes each record twice, over other leftovers in native memory. */
  private Void decodeAll(RecordDecoder decoder) throws IOException {
    float[] first = new float[INPUT.imageValues()];
    float[] second = new float[INPUT.imageValues()];
    try (RecordSequence sequence = new SequentialRecords(Shards.CONFIGURATION, List.of(shard))) {
      for (OrderedRecord r = sequence.next(); r != null; r = sequence.next()) {
        litter(r, 0x55);
        Arrays.fill(first, Float.NaN);
        int label = decoder.decode(r, first, 0);
        litter(r, 0xaa);
        Arrays.fill(second, Float.NaN);
        assertThat(decoder.decode(r, second, 0)).isEqualTo(label);
        assertThat(second).isEqualTo(first);
        assertInRange(new Batch(first, new int[] {label}, 0));
      }
    }
    return null;
  }

  /** Leaves bytes where the decoder's pixels will be; it must overwrite them all. */
  private static void litter(OrderedRecord place, int value) {
    try {
      ImageExample example = ImageExample.parse(place.record().data(), "", 0);
      ImageHeader header = ImageHeader.parse(example.encoded());
      for (int rows = header.height(); rows > 0; rows -= 1 + header.height() / 8) {
        new Mat(rows, header.width(), CvType.CV_8UC3, Scalar.all(value)).release();
      }
    } catch (InvalidInputException | UnreadableImageException e) {
      // Nothing will be decoded.
    }
  }

  private static void assertInRange(Batch batch) {
    for (int label : batch.labels()) {
      assertThat(label).isBetween(0, CLASSES - 1);
    }
    for (float value : batch.images()) {
      int pixel = (int) (2 * value + 1);
      if (pixel < 0 || pixel > 255 || pixel != 2 * value + 1) {
        throw new AssertionError("Not of a pixel: " + value);
      }
    }
  }

  private void assertNamesTheShard(Exception e) {
    assertThat(e.getMessage())
        .contains(file.getFileName().toString())
        .hasSizeLessThan(LONGEST_MESSAGE)
        .doesNotContainPattern("\\p{Cntrl}");
  }

  private static long mostHeap(int fileBytes) {
    return (1 << 20) + 16L * fileBytes;
  }

  private static List<RecordDecoder> decoders() {
    RankSpec rank = new RankSpec(0, 1, 1, CLASSES, 5);
    return List.of(RecordDecoder.training(INPUT, rank), RecordDecoder.evaluation(INPUT, rank));
  }

  private static List<byte[]> examples() {
    BufferedImage colour = Pictures.gradient(60, 45, BufferedImage.TYPE_INT_RGB);
    List<byte[]> images =
        List.of(
            Pictures.jpeg(colour),
            Pictures.jpeg(Pictures.noise(24, 20, 1)),
            Pictures.progressiveJpeg(colour),
            Pictures.jpeg(Pictures.gradient(40, 60, BufferedImage.TYPE_BYTE_GRAY)),
            Pictures.fourComponentJpeg(30, 20, new int[] {40, 90, 200, 128}),
            Pictures.withAdobeMarker(
                Pictures.fourComponentJpeg(30, 20, new int[] {40, 90, 200, 128}), 0),
            Pictures.png(Pictures.noise(12, 10, 2)));
    List<byte[]> examples = new ArrayList<>();
    try {
      for (int i = 0; i < images.size(); i++) {
        examples.add(ImageExample.of(i, images.get(i), "n" + i, "synset", "text").toBytes());
      }
    } catch (UnreadableImageException e) {
      throw new AssertionError(e);
    }
    return examples;
  }

  private static byte[] tfRecords(List<byte[]> records) {
    try {
      return Shards.tfRecords(records);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
