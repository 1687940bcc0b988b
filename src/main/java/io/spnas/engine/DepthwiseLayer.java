package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A depthwise convolution, plane by plane: one block of channels of one image is taken through
 * batch norm and activation into an array with a border of zeros, and convolved row by row. All
 * three directions are loops of our own. MKL-DNN's are slower, and its weight gradient can't be
 * used at all: above 3x3 it takes some 30 times as long as its neighbours, for 3x3 it is wrong with
 * stride 2, and on maps smaller than the kernel it adds in what lies around them.
 */
final class DepthwiseLayer implements NetworkLayer {
  private final String name;
  private final ConvolutionShape shape;
  private final int batch;
  private final Source input;
  private final Activation output;
  private final DepthwiseWeights weights;
  private final Passes passes;
  private final DepthwisePlane[] planes;
  private final int[][] images;
  private final NativeTensor[] parts;

  /**
   * @param name name of the convolution
   * @param shape the convolution; in and out have the same channels
   * @param weights its weights
   * @param input what it reads
   * @param output what it computes
   * @param passes which passes it is made for
   * @param site what it is made for
   */
  DepthwiseLayer(
      String name,
      ConvolutionShape shape,
      DepthwiseWeights weights,
      Source input,
      Activation output,
      Passes passes,
      Site site) {
    this.name = name;
    this.shape = shape;
    this.batch = site.batch();
    this.weights = weights;
    this.input = input;
    this.output = output;
    this.passes = passes;
    this.planes = new DepthwisePlane[site.threads()];
    this.images = new int[site.threads()][];
    this.parts = new NativeTensor[site.threads()];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(Share share, boolean backwards) {
    RowKernels rows = Lanes.rows(shape.kernel());
    planes[share.thread()] =
        passes == Passes.BOTH
            ? new DepthwisePlane(shape, rows)
            : DepthwisePlane.forwardOnly(shape, rows);
    images[share.thread()] = share.images(backwards);
    if (input.shared()) {
      parts[share.thread()] = new NativeTensor(shape.in(), 1, share.activations());
    }
  }

  @Override
  public void forward(Share share) {
    DepthwisePlane plane = planes[share.thread()];
    for (int n : images[share.thread()]) {
      if (input.kept() != null) {
        input.make(n, null);
      }
      for (int b = 0; b < shape.in().blocks(); b++) {
        IntConsumer row = inputRow(plane, n, b);
        plane.forward(row, weights.forward(), weights.at(b), output.values().address(n, b));
        output.addMoments(share, n, b);
      }
      output.count(share);
    }
  }

  /** Takes rows of the input to the plane. */
  private IntConsumer inputRow(DepthwisePlane plane, int image, int channelBlock) {
    int width = shape.in().width();
    return h -> input.read(image, channelBlock, h * width, width, plane.input(), plane.inputAt(h));
  }

  /** Takes rows of the output's gradient to the plane. */
  private IntConsumer gradientRow(DepthwisePlane plane, int image, int channelBlock) {
    int width = shape.out().width();
    return h ->
        output.differentiate(
            image, channelBlock, h * width, width, plane.gradient(), plane.gradientAt(h));
  }

  @Override
  public boolean finishForward() {
    return output.finishForward();
  }

  @Override
  public void backward(Share share) {
    DepthwisePlane plane = planes[share.thread()];
    double[] sums = weights.sums(share.thread());
    Arrays.fill(sums, 0);
    NativeTensor part = parts[share.thread()];
    for (int n : images[share.thread()]) {
      for (int b = 0; b < shape.in().blocks(); b++) {
        IntConsumer row = gradientRow(plane, n, b);
        NativeTensor made = part == null ? input.gradient() : part;
        int image = part == null ? n : 0;
        plane.backward(row, weights.backward(), weights.at(b), made.address(image, b));
        input.take(share, n, b, made.image(image));
        plane.addWeightGradient(inputRow(plane, n, b), sums, weights.at(b));
      }
      input.taken(share, n);
    }
  }

  @Override
  public void finishBackward() {
    input.finishBackward();
  }

  @Override
  public Traffic traffic() {
    return Traffic.of(shape, batch);
  }

  @Override
  public double operations() {
    Geometry out = shape.out();
    return 2.0 * batch * out.channels() * out.pixels() * shape.kernel() * shape.kernel();
  }
}
