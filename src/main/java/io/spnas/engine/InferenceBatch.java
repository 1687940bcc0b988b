package io.spnas.engine;

import java.util.Arrays;

/** The batch that a network is evaluating, and which of its images can't be evaluated. */
final class InferenceBatch {
  private final boolean[] spoiled;
  private float[] images;

  /**
   * @param size images, N
   */
  InferenceBatch(int size) {
    this.spoiled = new boolean[size];
  }

  /** Takes the next batch, [N, 3, S, S]. */
  void set(float[] next) {
    images = next;
    Arrays.fill(spoiled, false);
  }

  float[] images() {
    return images;
  }

  int size() {
    return spoiled.length;
  }

  /** Says that an image holds what is no number. Threads may say it side by side. */
  void spoil(int image) {
    spoiled[image] = true;
  }

  boolean isSpoiled(int image) {
    return spoiled[image];
  }
}
