package io.spnas.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.spnas.config.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.example.BytesList;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;
import org.tensorflow.example.Features;
import org.tensorflow.example.Int64List;

/**
 * One labelled image as ImageNet's shards hold it: a tf.train.Example with the published field
 * names. Labels count from 0 here and from 1 in the file.
 *
 * @param label class of the image, from 0
 * @param encoded the JPEG or PNG file's bytes
 * @param filename name of the file the image came from, or empty
 * @param synset short name of the class (ImageNet: WordNet's id), or empty
 * @param text name of the class in words, or empty
 * @param height height in pixels, or 0 where a shard does not tell
 * @param width width in pixels, or 0 where a shard does not tell
 */
public record ImageExample(
    int label, byte[] encoded, String filename, String synset, String text, int height, int width) {
  private static final String ENCODED = "image/encoded";
  private static final String LABEL = "image/class/label";
  private static final String SYNSET = "image/class/synset";
  private static final String TEXT = "image/class/text";
  private static final String FILENAME = "image/filename";
  private static final String HEIGHT = "image/height";
  private static final String WIDTH = "image/width";

  /** An example of an image whose size its own header tells. */
  public static ImageExample of(
      int label, byte[] encoded, String filename, String synset, String text)
      throws UnreadableImageException {
    return of(label, encoded, ImageHeader.parse(encoded), filename, synset, text);
  }

  /** As above, for an image whose header has been read. */
  private static ImageExample of(
      int label, byte[] encoded, ImageHeader header, String filename, String synset, String text) {
    return new ImageExample(
        label, encoded, filename, synset, text, header.height(), header.width());
  }

  /**
   * The bytes of the tf.train.Example of an image whose header has been read: reading it again
   * would take as long as copying the image.
   */
  public static byte[] toBytes(
      int label, byte[] encoded, ImageHeader header, String filename, String synset, String text) {
    return of(label, encoded, header, filename, synset, text).toBytes(header);
  }

  /**
   * The bytes of the tf.train.Example; format, colour space and channels are the image's own.
   *
   * @throws UnreadableImageException when the image is no JPEG or PNG
   */
  public byte[] toBytes() throws UnreadableImageException {
    return toBytes(ImageHeader.parse(encoded));
  }

  private byte[] toBytes(ImageHeader header) {
    Features.Builder features =
        Features.newBuilder()
            // Wrapped, not copied: the message lives no longer than this call.
            .putFeature(ENCODED, feature(UnsafeByteOperations.unsafeWrap(encoded)))
            .putFeature(LABEL, feature(label + 1L))
            .putFeature(SYNSET, feature(synset))
            .putFeature(TEXT, feature(text))
            .putFeature(FILENAME, feature(filename))
            .putFeature(HEIGHT, feature(height))
            .putFeature(WIDTH, feature(width))
            .putFeature("image/channels", feature(header.channels()))
            .putFeature("image/colorspace", feature(header.colorspace()))
            .putFeature("image/format", feature(header.format().name()));
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }

  /**
   * Reads an example; only image and label must be there.
   *
   * @param data bytes of a tf.train.Example
   * @param shard path of the shard, for messages
   * @param record number of the record in its shard, from 0, for messages
   * @throws InvalidInputException when the record is no such example
   */
  public static ImageExample parse(byte[] data, String shard, long record) {
    Map<String, Feature> features;
    try {
      features = Example.parseFrom(data).getFeatures().getFeatureMap();
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          "Shard %s, record %d: not a tf.train.Example (%s)", shard, record, e.getMessage());
    }
    Feature encoded = features.get(ENCODED);
    if (encoded == null || encoded.getBytesList().getValueCount() != 1) {
      throw missing(shard, record, ENCODED, "bytes", features);
    }
    Feature label = features.get(LABEL);
    if (label == null || label.getInt64List().getValueCount() != 1) {
      throw missing(shard, record, LABEL, "int64", features);
    }
    long fileLabel = label.getInt64List().getValue(0);
    if (fileLabel < 1 || fileLabel > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "Shard %s, record %d: %s is %d; labels in a shard count from 1",
          shard, record, LABEL, fileLabel);
    }
    return new ImageExample(
        (int) fileLabel - 1,
        encoded.getBytesList().getValue(0).toByteArray(),
        text(features, FILENAME),
        text(features, SYNSET),
        text(features, TEXT),
        number(features, HEIGHT),
        number(features, WIDTH));
  }

  private static InvalidInputException missing(
      String shard, long record, String field, String kind, Map<String, Feature> features) {
    return new InvalidInputException(
        "Shard %s, record %d: expected one %s value in %s; its fields are %s",
        shard, record, kind, field, ShownText.of(new TreeSet<>(features.keySet()).toString()));
  }

  private static String text(Map<String, Feature> features, String field) {
    Feature feature = features.get(field);
    return feature == null || feature.getBytesList().getValueCount() == 0
        ? ""
        : feature.getBytesList().getValue(0).toStringUtf8();
  }

  private static int number(Map<String, Feature> features, String field) {
    Feature feature = features.get(field);
    return feature == null || feature.getInt64List().getValueCount() == 0
        ? 0
        : (int) feature.getInt64List().getValue(0);
  }

  private static Feature feature(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static Feature feature(String value) {
    return feature(ByteString.copyFrom(value, StandardCharsets.UTF_8));
  }

  private static Feature feature(ByteString value) {
    return Feature.newBuilder().setBytesList(BytesList.newBuilder().addValue(value)).build();
  }
}
