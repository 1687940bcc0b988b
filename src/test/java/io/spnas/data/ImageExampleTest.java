package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.spnas.config.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.example.BytesList;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;
import org.tensorflow.example.Features;
import org.tensorflow.example.Int64List;

class ImageExampleTest {
  private static final byte[] JPEG =
      Pictures.jpeg(Pictures.gradient(40, 30, BufferedImage.TYPE_INT_RGB));

  @Test
  void survivesTheRoundTrip() throws IOException {
    ImageExample written = ImageExample.of(16, JPEG, "n01.JPEG", "n01440764", "tench, Tinca");
    ImageExample read = ImageExample.parse(written.toBytes(), "shard", 0);
    assertThat(read.encoded()).isEqualTo(JPEG);
    assertThat(read).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void usesThePublishedFieldsAndLabelsFromOne() throws IOException {
    byte[] bytes = ImageExample.of(16, JPEG, "f", "n01440764", "tench").toBytes();
    Map<String, Feature> features = Example.parseFrom(bytes).getFeatures().getFeatureMap();
    assertThat(features)
        .containsOnlyKeys(
            "image/encoded",
            "image/class/label",
            "image/class/synset",
            "image/class/text",
            "image/filename",
            "image/height",
            "image/width",
            "image/format",
            "image/colorspace",
            "image/channels");
    assertThat(features.get("image/class/label").getInt64List().getValue(0)).isEqualTo(17);
    assertThat(features.get("image/height").getInt64List().getValue(0)).isEqualTo(30);
    assertThat(features.get("image/width").getInt64List().getValue(0)).isEqualTo(40);
    assertThat(features.get("image/channels").getInt64List().getValue(0)).isEqualTo(3);
    assertThat(text(features, "image/format")).isEqualTo("JPEG");
    assertThat(text(features, "image/colorspace")).isEqualTo("RGB");
  }

  @Test
  void imageAndLabelAreAllItNeeds() {
    ImageExample example =
        ImageExample.parse(example("image/encoded", bytes(JPEG), label(1)), "shard", 0);
    assertThat(example.label()).isZero();
    assertThat(example.filename()).isEmpty();
    assertThat(example.width()).isZero();
  }

  @Test
  void missingFieldNamesShardRecordAndField() {
    refused(example("image/encoded", bytes(JPEG), null), "image/class/label", "image/encoded");
    refused(example("picture", bytes(JPEG), label(3)), "image/encoded", "picture");
  }

  @Test
  void labelsBelowOneAreRefusedWithTheirValue() {
    refused(example("image/encoded", bytes(JPEG), label(0)), "image/class/label is 0", "from 1");
    refused(example("image/encoded", bytes(JPEG), label(-4)), "image/class/label is -4", "from 1");
    refused(
        example("image/encoded", bytes(JPEG), label(1L << 40)),
        "image/class/label is " + (1L << 40),
        "from 1");
  }

  @Test
  void otherBytesAreNoExample() {
    refused(new byte[] {1, 2, 3, 4}, "not a tf.train.Example");
  }

  private static void refused(byte[] record, String... expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ImageExample.parse(record, "/data/train-00001-of-00002", 7))
        .withMessageContaining("/data/train-00001-of-00002")
        .withMessageContaining("record 7")
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).doesNotContain("\n"));
  }

  private static String text(Map<String, Feature> features, String name) {
    return features.get(name).getBytesList().getValue(0).toStringUtf8();
  }

  private static Feature bytes(byte[] value) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(value)))
        .build();
  }

  private static Feature label(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static byte[] example(String imageField, Feature image, Feature label) {
    Features.Builder features = Features.newBuilder().putFeature(imageField, image);
    if (label != null) {
      features.putFeature("image/class/label", label);
    }
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }
}
