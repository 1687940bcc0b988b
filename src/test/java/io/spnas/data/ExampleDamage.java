package io.spnas.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.tensorflow.example.BytesList;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;
import org.tensorflow.example.Int64List;

/** What can be wrong in a record that was written as it is: no checksum tells. */
enum ExampleDamage {
  /** Anywhere in the tf.train.Example. */
  PROTOBUF {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      return Damage.any(random).of(example, random);
    }
  },

  /** Anywhere in the image, most often in its compressed pixels. */
  IMAGE {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      byte[] image = image(example);
      return withImage(example, Damage.any(random).of(image, random));
    }
  },

  /** In the markers and tables that a file begins with. */
  IMAGE_HEADER {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      byte[] image = image(example);
      int end = Math.min(700, image.length);
      byte[] damaged = Damage.any(random).of(Arrays.copyOf(image, end), random);
      return withImage(example, Damage.splice(image, 0, end, damaged));
    }
  },

  /** A JPEG of another size than its pixels have. */
  IMAGE_SIZE {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      byte[] image = image(example);
      for (int at = 0; at + 9 < image.length; at++) {
        if (image[at] == (byte) 0xff
            && (image[at + 1] == (byte) 0xc0 || image[at + 1] == (byte) 0xc2)) {
          image[at + 5 + 2 * random.nextInt(2)] = (byte) random.nextInt(256);
          image[at + 6 + 2 * random.nextInt(2)] = (byte) random.nextInt(256);
        }
      }
      return withImage(example, image);
    }
  },

  LABEL {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      Int64List.Builder values = Int64List.newBuilder();
      for (int i = random.nextInt(3); i >= 0; i--) {
        values.addValue(random.nextLong() >> random.nextInt(Long.SIZE));
      }
      return with(example, "image/class/label", Feature.newBuilder().setInt64List(values).build());
    }
  },

  /** A field is missing, or of another kind or name. */
  FIELD {
    @Override
    byte[] of(byte[] example, SplittableRandom random) {
      String[] fields =
          parsed(example).getFeatures().getFeatureMap().keySet().toArray(String[]::new);
      String field = fields[random.nextInt(fields.length)];
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      Feature other = bytes(noise);
      Example.Builder edited = parsed(example).toBuilder();
      if (random.nextBoolean()) {
        edited.getFeaturesBuilder().removeFeature(field);
        return with(edited.build().toByteArray(), bytes(noise).toString(), other);
      }
      return with(example, field, other);
    }
  };

  private static final String IMAGE_FIELD = "image/encoded";

  /** A damaged copy of a record's data. */
  abstract byte[] of(byte[] example, SplittableRandom random);

  static ExampleDamage any(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  private static byte[] image(byte[] example) {
    Feature feature = parsed(example).getFeatures().getFeatureMap().get(IMAGE_FIELD);
    return feature.getBytesList().getValue(0).toByteArray();
  }

  private static byte[] withImage(byte[] example, byte[] image) {
    return with(example, IMAGE_FIELD, bytes(image));
  }

  private static Feature bytes(byte[] value) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(value)))
        .build();
  }

  private static byte[] with(byte[] example, String field, Feature feature) {
    Example.Builder edited = parsed(example).toBuilder();
    edited.getFeaturesBuilder().putFeature(field, feature);
    return edited.build().toByteArray();
  }

  private static Example parsed(byte[] example) {
    try {
      return Example.parseFrom(example);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
