package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.IOException;

/** Puts one record into its place in a batch. Not thread-safe: each thread has its own. */
abstract class RecordDecoder {
  private final int classes;

  RecordDecoder(int classes) {
    this.classes = classes;
  }

  /** Fills [3, S, S] from an offset of {@code images}. */
  abstract void pixels(ImageExample example, OrderedRecord place, float[] images, int offset)
      throws UnreadableImageException;

  /**
   * Decodes a record.
   *
   * @return the image's label
   * @throws CorruptImageException when the image can't be decoded
   * @throws InvalidInputException when the record is no labelled image, or of a class too many
   */
  final int decode(OrderedRecord place, float[] images, int offset) throws IOException {
    RawRecord record = place.record();
    String shard = record.shard().path();
    ImageExample example = ImageExample.parse(record.data(), shard, record.number());
    if (example.label() >= classes) {
      throw new InvalidInputException(
          "Shard %s, record %d: image/class/label is %d; expected 1 to %d (model.classes)",
          shard, record.number(), example.label() + 1, classes);
    }
    try {
      pixels(example, place, images, offset);
    } catch (UnreadableImageException e) {
      throw new CorruptImageException(shard, record.number(), example.filename(), e);
    }
    return example.label();
  }

  /** Random crops and flips that follow from seed, epoch, rank and position. */
  static RecordDecoder training(InputSpec input, RankSpec rank) {
    Augmentation augmentation = new Augmentation(input);
    return new RecordDecoder(rank.classes()) {
      @Override
      void pixels(ImageExample example, OrderedRecord place, float[] images, int offset)
          throws UnreadableImageException {
        augmentation.train(
            example.encoded(),
            Seed.random(
                Seed.Use.AUGMENTATION, rank.seed(), place.epoch(), rank.rank(), place.position()),
            images,
            offset);
      }
    };
  }

  /** Centre crops. */
  static RecordDecoder evaluation(InputSpec input, RankSpec rank) {
    Augmentation augmentation = new Augmentation(input);
    return new RecordDecoder(rank.classes()) {
      @Override
      void pixels(ImageExample example, OrderedRecord place, float[] images, int offset)
          throws UnreadableImageException {
        augmentation.evaluate(example.encoded(), images, offset);
      }
    };
  }
}
