package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import java.util.function.IntConsumer;

/** A strip of a depthwise convolution with bias and activation, of all images of a lane. */
final class DepthwiseStep implements InferenceStep {
  private final ConvolutionShape shape;
  private final InferenceWeights.Depthwise weights;
  private final Bounds bounds;
  private final Kernels kernels;
  private final Strips in;
  private final Strips out;
  private final int images;
  private final int first;
  private final int end;
  private final DepthwisePlane plane;
  private final float[] start;

  /**
   * @param shape the whole convolution
   * @param weights its weights
   * @param bounds its activation
   * @param kernels loops
   * @param in what it reads
   * @param out what it writes
   * @param images images
   * @param strip number of the strip of the output
   */
  DepthwiseStep(
      ConvolutionShape shape,
      InferenceWeights.Depthwise weights,
      Bounds bounds,
      Kernels kernels,
      Strips in,
      Strips out,
      int images,
      int strip) {
    this.shape = shape;
    this.weights = weights;
    this.bounds = bounds;
    this.kernels = kernels;
    this.in = in;
    this.out = out;
    this.images = images;
    this.first = out.first(strip);
    this.end = out.first(strip + 1);
    this.plane = DepthwisePlane.forwardOnly(shape, Lanes.rows(shape.kernel()));
    this.start = new float[plane.lineFloats()];
  }

  @Override
  public boolean crosses() {
    return true;
  }

  @Override
  public void run(int firstImage) {
    int block = shape.in().block();
    int area = shape.kernel() * shape.kernel();
    for (int b = 0; b < shape.in().blocks(); b++) {
      for (int at = 0; at < start.length; at += block) {
        System.arraycopy(weights.bias(), b * block, start, at, block);
      }
      for (int n = 0; n < images; n++) {
        plane.forward(
            input(n, b), weights.kernels(), b * area * block, start, first, end, output(n, b));
      }
    }
  }

  private IntConsumer input(int image, int channelBlock) {
    return h -> plane.readInputRow(h, in.address(image, channelBlock, h));
  }

  private IntConsumer output(int image, int channelBlock) {
    int width = shape.out().width();
    return h ->
        kernels.bound(plane.line(), 0, width, bounds, out.view(), out.at(image, channelBlock, h));
  }
}
