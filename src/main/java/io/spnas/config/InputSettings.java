package io.spnas.config;

import java.util.List;

/** Settings of the input: what becomes of an image before the network sees it. */
public final class InputSettings {
  private static final int CHANNELS = 3;

  private final int size;
  private final List<Double> mean;
  private final List<Double> std;
  private final double cropAreaMin;
  private final double centreCrop;
  private final boolean flip;
  private final int decodeThreads;
  private final int prefetchBatches;
  private final int shuffleBuffer;

  InputSettings(Section section) {
    size = section.integer("size", 8);
    mean =
        section.numbers("mean", CHANNELS, "three numbers from 0 to 255", v -> v >= 0 && v <= 255);
    std = section.numbers("std", CHANNELS, "three numbers above 0", v -> v > 0);
    cropAreaMin =
        section.number("crop-area-min", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    centreCrop = section.number("centre-crop", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    flip = section.flag("flip");
    decodeThreads = section.integer("decode-threads", 1);
    prefetchBatches = section.integer("prefetch-batches", 1);
    shuffleBuffer = section.integer("shuffle-buffer", 1);
  }

  /** Height and width of a decoded image in pixels. */
  public int size() {
    return size;
  }

  /** Mean of red, green and blue in pixel values of 0 to 255. */
  public List<Double> mean() {
    return mean;
  }

  /** Standard deviation of red, green and blue in pixel values. */
  public List<Double> std() {
    return std;
  }

  /** Smallest share of an image's area that a random training crop keeps. */
  public double cropAreaMin() {
    return cropAreaMin;
  }

  /** Share of the short side that the centre crop of evaluation keeps. */
  public double centreCrop() {
    return centreCrop;
  }

  /** Whether training images are mirrored at random. */
  public boolean flip() {
    return flip;
  }

  /** Threads that decode and augment, per worker. */
  public int decodeThreads() {
    return decodeThreads;
  }

  /** Decoded batches that wait ahead of the step, per worker. */
  public int prefetchBatches() {
    return prefetchBatches;
  }

  /** Images a worker shuffles among. */
  public int shuffleBuffer() {
    return shuffleBuffer;
  }
}
