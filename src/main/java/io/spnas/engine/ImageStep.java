package io.spnas.engine;

import java.nio.ByteBuffer;

/** Copies the rows of images that a strip of the stem needs, and looks for what is no number. */
final class ImageStep implements InferenceStep {
  private static final int CHANNELS = 3;

  private final InferenceBatch batch;
  private final Kernels kernels;
  private final int size;
  private final int images;
  private final int firstRow;
  private final int rows;
  private final long address;
  private final float[] zeros;
  private final float[] sums;

  /**
   * @param batch where images come from
   * @param stem the whole stem
   * @param first first row of the stem's output
   * @param part the part of the stem that computes the strip
   * @param images images
   * @param kernels loops
   * @param arena where memory comes from
   */
  ImageStep(
      InferenceBatch batch,
      ConvolutionShape stem,
      int first,
      ConvolutionShape part,
      int images,
      Kernels kernels,
      Arena arena) {
    this.batch = batch;
    this.kernels = kernels;
    this.size = stem.in().width();
    this.images = images;
    this.firstRow = stem.firstInputRow(first);
    this.rows = part.in().height();
    this.address = arena.floats((long) images * imageFloats());
    this.zeros = new float[kernels.block()];
    this.sums = new float[2 * kernels.block()];
  }

  private int imageFloats() {
    return CHANNELS * rows * size;
  }

  /** Where the rows are, [images, 3, rows, S]. */
  long address() {
    return address;
  }

  @Override
  public void run(int first) {
    for (int i = 0; i < images; i++) {
      long to = NativeMemory.at(address, (long) i * imageFloats());
      for (int c = 0; c < CHANNELS; c++) {
        int from = (((first + i) * CHANNELS + c) * size + firstRow) * size;
        NativeMemory.write(
            batch.images(), from, NativeMemory.at(to, (long) c * rows * size), rows * size);
      }
      if (!isFinite(NativeMemory.view(to, (long) imageFloats() * Float.BYTES))) {
        batch.spoil(first + i);
      }
    }
  }

  private boolean isFinite(ByteBuffer values) {
    int vectors = imageFloats() / kernels.block();
    kernels.moments(values, 0, vectors, zeros, 0, sums);
    float sum = 0;
    for (int c = 0; c < kernels.block(); c++) {
      sum += sums[c];
    }
    for (int i = vectors * kernels.block(); i < imageFloats(); i++) {
      sum += values.getFloat(i * Float.BYTES);
    }
    return Float.isFinite(sum);
  }
}
