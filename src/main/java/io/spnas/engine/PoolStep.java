package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.Kernels.Channels;
import io.spnas.engine.Kernels.Coefficients;
import io.spnas.engine.NativeTensor.Geometry;
import java.util.Arrays;

/**
 * Global average pooling of some blocks of channels, into features [C/B, N, B]: as a map of one row
 * whose pixels are the batch's images.
 */
final class PoolStep implements InferenceStep {
  private final Strips in;
  private final int images;
  private final int firstBlock;
  private final int endBlock;
  private final int batch;
  private final long features;
  private final Kernels kernels;
  private final Channels identity;
  private final float[] row;
  private final float[] sums;

  /**
   * @param in what is pooled
   * @param maps the lane's memory
   * @param strip which part of the channels: that of the number of the strip
   * @param batch images of the batch, N
   * @param features where the features go
   * @param kernels loops
   */
  PoolStep(Strips in, InferenceMaps maps, int strip, int batch, long features, Kernels kernels) {
    int blocks = in.geometry().blocks();
    int block = in.geometry().block();
    this.in = in;
    this.images = maps.images();
    this.firstBlock = blocks * strip / maps.strips();
    this.endBlock = blocks * (strip + 1) / maps.strips();
    this.batch = batch;
    this.features = features;
    this.kernels = kernels;
    float[] rows = new float[Coefficients.ROWS * block];
    Arrays.fill(rows, Coefficients.SCALE * block, (Coefficients.SCALE + 1) * block, 1f);
    this.identity = new Channels(rows, 0, Bounds.NONE);
    this.row = new float[block];
    this.sums = new float[block];
  }

  @Override
  public boolean crosses() {
    return true;
  }

  @Override
  public void run(int first) {
    for (int n = 0; n < images; n++) {
      for (int b = firstBlock; b < endBlock; b++) {
        pool(n, b);
        long pixel = (long) b * batch + first + n;
        NativeMemory.write(sums, 0, NativeMemory.at(features, pixel * sums.length), sums.length);
      }
    }
  }

  /** Sums row by row, so that the number of strips does not change the order of the sum. */
  private void pool(int image, int channelBlock) {
    Geometry geometry = in.geometry();
    Arrays.fill(sums, 0f);
    for (int h = 0; h < geometry.height(); h++) {
      int at = in.at(image, channelBlock, h);
      kernels.pool(in.view(), at, geometry.width(), identity, row, 0);
      for (int c = 0; c < row.length; c++) {
        sums[c] += row[c];
      }
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= geometry.pixels();
    }
  }
}
