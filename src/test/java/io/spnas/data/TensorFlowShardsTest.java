package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.spnas.config.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.example.BytesList;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;
import org.tensorflow.example.Features;
import org.tensorflow.example.FloatList;
import org.tensorflow.example.Int64List;

/** Shards as TensorFlow's own scripts write them: no manifest, further fields, perhaps gzip. */
class TensorFlowShardsTest {
  private static final int CLASSES = 1000;
  private static final int SIZE = 8;
  private static final int[] OF_SHARD = {3, 4, 2};

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"false, ''", "true, ''", "true, .gz", "false, .tfrecord", "true, .tfrecord.gz"})
  void buildImageNetDataIsReadForTrainingAndEvaluation(boolean gzip, String suffix)
      throws Exception {
    write(directory, "train", gzip, suffix, true);
    assertBothReadAll("train");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void imageNetToGcsIsReadFromItsFolderOfTheSplit(boolean gzip) throws Exception {
    write(Files.createDirectories(directory.resolve("validation")), "validation", gzip, "", false);
    assertBothReadAll("validation");
  }

  @Test
  void plainAndCompressedFormOfAShardAreNotBothRead() throws Exception {
    write(directory, "train", false, "", true);
    write(directory, "train", true, ".gz", true);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ShardDirectory.open(directory.toString(), "train"))
        .withMessageContaining("Shard 00000 is there twice")
        .withMessageContaining("train-00000-of-00003.gz");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numberOfImagesIsEstimatedFromTheFirstShard(boolean gzip) throws Exception {
    write(directory, "train", gzip, "", true);
    ShardDirectory split = ShardDirectory.open(directory.toString(), "train");
    assertThat(split.records()).isEqualTo(Shard.UNKNOWN_RECORDS);
    assertThat(split.estimateRecords(Shards.CONFIGURATION)).isBetween(8L, 10L);
  }

  private void assertBothReadAll(String splitName) throws Exception {
    ShardDirectory split = ShardDirectory.open(directory.toString(), splitName);
    assertThat(split.shards()).hasSize(OF_SHARD.length);
    assertThat(split.classes()).isEqualTo(ShardDirectory.UNKNOWN_CLASSES);
    List<Integer> expected = List.of(0, 111, 222, 333, 444, 555, 666, 777, 888);
    List<Integer> evaluated = new ArrayList<>();
    RankSpec four = new RankSpec(0, 1, 4, CLASSES, 17);
    try (EvaluationBatches batches =
        EvaluationBatches.open(Shards.CONFIGURATION, split, input(), four)) {
      for (Optional<Batch> b = batches.next(); b.isPresent(); b = batches.next()) {
        add(b.get(), evaluated);
      }
    }
    assertThat(evaluated).containsExactlyInAnyOrderElementsOf(expected);
    List<Integer> trained = new ArrayList<>();
    RankSpec three = new RankSpec(0, 1, 3, CLASSES, 17);
    try (TrainingBatches batches =
        TrainingBatches.open(Shards.CONFIGURATION, split, input(), three, 0)) {
      for (int i = 0; i < 3; i++) {
        add(batches.next(), trained);
      }
    }
    assertThat(trained).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void add(Batch batch, List<Integer> labels) {
    for (int label : batch.labels()) {
      labels.add(label);
    }
  }

  /** Labels 1, 112, 223 ... in shards of three sizes. */
  private static void write(
      Path folder, String split, boolean gzip, String suffix, boolean withBoxes)
      throws IOException {
    int label = 1;
    for (int shard = 0; shard < OF_SHARD.length; shard++) {
      List<byte[]> records = new ArrayList<>();
      for (int i = 0; i < OF_SHARD[shard]; i++) {
        records.add(example(label, withBoxes));
        label += 111;
      }
      byte[] bytes = Shards.tfRecords(records);
      String name = String.format("%s-%05d-of-%05d%s", split, shard, OF_SHARD.length, suffix);
      Files.write(folder.resolve(name), gzip ? gzip(bytes) : bytes);
    }
  }

  /** The fields of build_imagenet_data.py; without boxes and text those of imagenet_to_gcs.py. */
  private static byte[] example(int label, boolean withBoxes) {
    byte[] jpeg = Pictures.jpeg(Pictures.noise(20, 16, label));
    Features.Builder features =
        Features.newBuilder()
            .putFeature("image/height", number(16))
            .putFeature("image/width", number(20))
            .putFeature("image/colorspace", bytes("RGB"))
            .putFeature("image/channels", number(3))
            .putFeature("image/class/label", number(label))
            .putFeature("image/class/synset", bytes("n01440764"))
            .putFeature("image/format", bytes("JPEG"))
            .putFeature("image/filename", bytes("n01440764_" + label + ".JPEG"))
            .putFeature("image/encoded", bytes(ByteString.copyFrom(jpeg)));
    if (withBoxes) {
      Feature sides =
          Feature.newBuilder()
              .setFloatList(FloatList.newBuilder().addValue(0.1f).addValue(0.9f))
              .build();
      features
          .putFeature("image/class/text", bytes("tench, Tinca tinca"))
          .putFeature("image/object/bbox/xmin", sides)
          .putFeature("image/object/bbox/xmax", sides)
          .putFeature("image/object/bbox/ymin", sides)
          .putFeature("image/object/bbox/ymax", sides)
          .putFeature(
              "image/object/bbox/label",
              Feature.newBuilder()
                  .setInt64List(Int64List.newBuilder().addValue(label).addValue(label))
                  .build());
    }
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }

  private static Feature number(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static Feature bytes(String value) {
    return bytes(ByteString.copyFromUtf8(value));
  }

  private static Feature bytes(ByteString value) {
    return Feature.newBuilder().setBytesList(BytesList.newBuilder().addValue(value)).build();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static InputSpec input() {
    return new InputSpec(
        SIZE,
        new float[] {1, 1, 1},
        new float[] {2, 2, 2},
        0.08,
        0.875,
        Flip.RANDOM,
        2,
        2,
        4,
        InputSpec.DEFAULT_SHUFFLE_BYTES);
  }
}
