package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.data.Damage;
import io.spnas.data.Effort;
import io.spnas.train.Checkpoint.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No bytes whatever make a checkpoint's reader fail otherwise than it says, or return others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedCheckpointTest {
  private static final int MUTATIONS = 2500;
  private static final String FILE = "run/step-00000412.checkpoint";
  private static final Origin ORIGIN =
      new Origin(4, 256, -17, "model.classes = 1000\nsearch {\n  seed = -17 # \u00fc\n}\n");

  private static final int HEADER_AT = Long.BYTES + Integer.BYTES;
  private static final int CHECKSUM_BYTES = Long.BYTES;

  /** Room for a block of floats and for the header's nodes. */
  private static final long MOST_FIXED_BYTES = 1 << 19;

  private static final int MOST_PER_BYTE = 24;
  private static final int LONGEST_MESSAGE = 300;

  private final byte[] whole = written();
  private final int headerEnd = HEADER_AT + ByteBuffer.wrap(whole).getInt(Long.BYTES);

  /** What the JVM sets aside once, at the first use of a class, is no part of a read. */
  @BeforeEach
  void readOnce() throws IOException {
    CheckpointFormat.read(new ByteArrayInputStream(whole), FILE);
  }

  @Test
  void everyDamageIsNoticed() {
    for (int number = 0; number < MUTATIONS; number++) {
      SplittableRandom random = new SplittableRandom(number);
      Damage damage = Damage.any(random);
      byte[] mutated = damage.of(whole, random);
      boolean changed = !Arrays.equals(mutated, whole);
      try {
        boolean accepted = isAccepted(mutated);
        assertThat(accepted).isEqualTo(!changed);
      } catch (Throwable e) {
        throw new AssertionError("Mutation " + number + ", " + damage, e);
      }
    }
  }

  @Test
  void whatCarriesARightChecksumIsRefusedOrReadAsItSays() {
    int accepted = 0;
    for (int number = 0; number < MUTATIONS; number++) {
      SplittableRandom random = new SplittableRandom(number);
      byte[] mutated = sealed(unsealed(random));
      try {
        boolean read = isAccepted(mutated);
        accepted += read ? 1 : 0;
        boolean onlyFloats =
            mutated.length == whole.length
                && Arrays.equals(mutated, 0, headerEnd, whole, 0, headerEnd);
        assertThat(read || !onlyFloats).as("other floats are no damage").isTrue();
      } catch (Throwable e) {
        throw new AssertionError("Mutation with right checksum " + number, e);
      }
    }
    assertThat(accepted).isBetween(MUTATIONS / 10, MUTATIONS / 2);
  }

  /** A body, which misses its checksum, with something changed. */
  private byte[] unsealed(SplittableRandom random) {
    byte[] body = Arrays.copyOf(whole, whole.length - CHECKSUM_BYTES);
    byte[] header = Arrays.copyOfRange(whole, HEADER_AT, headerEnd);
    return switch (random.nextInt(4)) {
      case 0 -> Damage.any(random).of(body, random);
      case 1 -> withHeaderLength(body, random);
      case 2 -> withHeader(body, Damage.any(random).of(header, random));
      default -> withHeader(body, HeaderEdit.any(random).of(header, random));
    };
  }

  private static byte[] withHeaderLength(byte[] body, SplittableRandom random) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    int length =
        switch (random.nextInt(3)) {
          case 0 -> bytes.getInt(Long.BYTES) + random.nextInt(-9, 10);
          case 1 -> random.nextInt(1 << 20);
          default -> random.nextInt() >> random.nextInt(Integer.SIZE);
        };
    bytes.putInt(Long.BYTES, length);
    return body;
  }

  private byte[] withHeader(byte[] body, byte[] header) {
    byte[] spliced = Damage.splice(body, HEADER_AT, headerEnd, header);
    ByteBuffer.wrap(spliced).putInt(Long.BYTES, header.length);
    return spliced;
  }

  private static byte[] sealed(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(body.length + CHECKSUM_BYTES)
        .put(body)
        .putLong(crc.getValue())
        .array();
  }

  /** Whether the bytes are read, and then as they say; if they aren't, the file is named. */
  private static boolean isAccepted(byte[] bytes) throws Exception {
    try {
      long mostBytes = MOST_FIXED_BYTES + (long) MOST_PER_BYTE * bytes.length;
      Checkpoint read =
          Effort.within(
              mostBytes, () -> CheckpointFormat.read(new ByteArrayInputStream(bytes), FILE));
      assertReadAsItSays(read, bytes);
      return true;
    } catch (CorruptCheckpointException e) {
      assertThat(e.getMessage())
          .startsWith("Damaged checkpoint " + FILE + ": ")
          .hasSizeLessThan(LONGEST_MESSAGE)
          .doesNotContainPattern("\\p{Cntrl}");
      return false;
    }
  }

  private static void assertReadAsItSays(Checkpoint read, byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int headerLength = in.getInt(Long.BYTES);
    JsonNode header = new ObjectMapper().readTree(bytes, HEADER_AT, headerLength);
    assertThat(header.get("step").bigIntegerValue()).isEqualTo(read.step()).isNotNegative();
    assertThat(header.get("workers").bigIntegerValue()).isEqualTo(read.origin().workers());
    assertThat(header.get("global_batch").bigIntegerValue()).isEqualTo(read.origin().globalBatch());
    assertThat(header.get("seed").bigIntegerValue()).isEqualTo(read.origin().seed());
    assertThat(read.origin().configuration()).isEqualTo(ORIGIN.configuration());
    in.order(ByteOrder.LITTLE_ENDIAN).position(HEADER_AT + headerLength);
    for (int i = 0; i < TrainingState.NAMES.size(); i++) {
      float[] array = read.state().arrays().get(i);
      JsonNode described = header.get("arrays").get(i);
      assertThat(described.get("name").textValue()).isEqualTo(TrainingState.NAMES.get(i));
      assertThat(described.get("floats").isIntegralNumber()).isTrue();
      assertThat(described.get("floats").bigIntegerValue()).isEqualTo(array.length);
      for (float value : array) {
        assertThat(Float.floatToRawIntBits(value)).isEqualTo(in.getInt());
      }
    }
    assertThat(in.remaining()).isEqualTo(CHECKSUM_BYTES);
  }

  private static byte[] written() {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> arrays =
        TrainingState.NAMES.stream().map(name -> floats(10 * name.length(), random)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CheckpointFormat.write(out, new Checkpoint(TrainingState.of(412, arrays), ORIGIN));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static float[] floats(int length, SplittableRandom random) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextDouble(-1, 1);
    }
    return floats;
  }
}
