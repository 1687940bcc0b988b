package io.spnas.config;

import java.util.List;

/** Settings of the network: the space it is chosen from, and what all its candidates share. */
public final class ModelSettings {
  private final int classes;
  private final double width;
  private final int stemChannels;
  private final int stemStride;
  private final List<String> blocks;
  private final int headChannels;
  private final double dropout;
  private final double bnMomentum;
  private final double bnEpsilon;

  ModelSettings(Section section) {
    classes = section.integer("classes", 2);
    width = section.number("width", "a number above 0, at most 8", v -> v > 0 && v <= 8);
    stemChannels = section.integer("stem-channels", 1);
    stemStride = section.integer("stem-stride", 1);
    blocks = section.texts("blocks");
    headChannels = section.integer("head-channels", 1);
    dropout = section.number("dropout", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    bnMomentum = section.number("bn-momentum", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    bnEpsilon = section.number("bn-epsilon", "a number above 0", v -> v > 0);
  }

  /** Classes the network tells apart. */
  public int classes() {
    return classes;
  }

  /** Width multiplier of stem and blocks. */
  public double width() {
    return width;
  }

  /** Output channels of the stem at width 1. */
  public int stemChannels() {
    return stemChannels;
  }

  /** Stride of the stem. */
  public int stemStride() {
    return stemStride;
  }

  /** Groups of MBConv blocks as block strings. */
  public List<String> blocks() {
    return blocks;
  }

  /** Output channels of the head, at any width. */
  public int headChannels() {
    return headChannels;
  }

  /** Share of the features dropped before the classifier in training. */
  public double dropout() {
    return dropout;
  }

  /** Share of batch norm's moving averages that a step keeps. */
  public double bnMomentum() {
    return bnMomentum;
  }

  /** What batch norm adds to the variance under the root. */
  public double bnEpsilon() {
    return bnEpsilon;
  }
}
