package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.nio.ByteBuffer;

/**
 * What layers read: maps y, and the gradient of y that the readers make together. All methods but
 * the last are called by the thread whose images they are about.
 */
interface Source {
  Geometry geometry();

  /** y, where it is kept in memory; null where readers make it when they need it. */
  NativeTensor kept();

  /**
   * Makes y of an image, unless that is done: where it is kept, or else in a reader's memory.
   *
   * @param scratch of the size of an image; null where y is kept
   */
  void make(int image, ByteBuffer scratch);

  /**
   * Takes a piece of y into an array; where y is kept, it was made before.
   *
   * @param first first pixel
   * @param pixels how many
   */
  void read(int image, int channelBlock, int first, int pixels, float[] to, int at);

  /** Gradient of y: of all of its readers, and of what else y is added to. */
  NativeTensor gradient();

  /**
   * Whether there are several readers: each makes its gradient in memory of its own. A single one
   * makes it in {@link #gradient()}.
   */
  boolean shared();

  /**
   * Takes in one block of channels of what a reader has made of an image's gradient; {@link #taken}
   * follows when all are through.
   *
   * @param part an image with the reader's gradient
   */
  void take(Share share, int image, int channelBlock, ByteBuffer part);

  /** A reader's gradient of an image is complete. */
  void taken(Share share, int image);

  /** Says that y is added to something else too, whose gradient is a part of its own. */
  void alsoReadBy(NativeTensor sumGradient);

  /** A reader is through with all images. Called once, by one of the threads. */
  void finishBackward();
}
