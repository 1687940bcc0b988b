package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.abstractnn.DataFormat;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.Phase;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialConvolution;
import com.intel.analytics.bigdl.tensor.DnnTensor;

/**
 * A depthwise convolution with a weight gradient of its own. MKL-DNN's can't be used: for kernels
 * above 3x3 it takes some 30 times as long as its neighbours and asks for the plain NCHW layout, so
 * that activations are converted besides; for 3x3 kernels it is wrong with stride 2, and on maps
 * smaller than the kernel it adds in what lies around them. Forward and the input's gradient are
 * MKL-DNN's.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class DepthwiseConvolution extends SpatialConvolution {
  private static final DataFormat NCHW =
      com.intel.analytics.bigdl.nn.abstractnn.DataFormat$NCHW$.MODULE$;

  private final int channels;
  private final int stride;
  private final Workers workers;
  private final float[] gradients;
  private final int gradientAt;
  private DepthwiseWeightGradient weightGradient;

  /**
   * @param channels input and output channels
   * @param kernel kernel size, odd
   * @param stride stride down and across
   * @param workers threads that share the weight gradient
   * @param gradients flat array that takes the weight's gradient
   * @param gradientAt where in it the gradient begins
   */
  DepthwiseConvolution(
      int channels, int kernel, int stride, Workers workers, float[] gradients, int gradientAt) {
    super(
        channels,
        channels,
        kernel,
        kernel,
        stride,
        stride,
        kernel / 2,
        kernel / 2,
        channels,
        true,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        NCHW,
        1,
        1);
    this.channels = channels;
    this.stride = stride;
    this.workers = workers;
    this.gradients = gradients;
    this.gradientAt = gradientAt;
  }

  @Override
  public MemoryData[] initGradWPrimitives(MemoryData[] gradOutput, Phase phase) {
    MemoryData input = inputFormats()[0];
    MemoryData output = gradOutputFormats()[0];
    int block = block(input.layout());
    if (block == 0 || input.layout() != output.layout()) {
      throw new IllegalStateException(
          String.format(
              "MKL-DNN takes a depthwise convolution of %d channels in layouts %d and %d, expected a"
                  + " blocked one (a processor with AVX2)",
              channels, input.layout(), output.layout()));
    }
    int[] in = input.shape();
    int[] out = output.shape();
    weightGradient =
        new DepthwiseWeightGradient(
            new DepthwiseWeightGradient.Geometry(
                kernelH(),
                stride,
                in[0],
                channels,
                new int[] {in[2], in[3]},
                new int[] {out[2], out[3]},
                block),
            RowKernel.of(kernelH(), block));
    // The layout that the input's gradient takes: nothing is converted.
    _gradOutputFormatsForWeight_$eq(gradOutputFormats());
    return gradOutputFormats();
  }

  /** Channels that lie next to each other in a layout; 0 if it is not a blocked one. */
  private static int block(int layout) {
    if (layout == Memory.Format.nChw16c) {
      return 16;
    }
    return layout == Memory.Format.nChw8c ? 8 : 0;
  }

  @Override
  public void accGradParameters(Activity input, Activity gradOutput) {
    long x = ((DnnTensor) input).storageAddress();
    long g = ((DnnTensor) gradOutput).storageAddress();
    workers.run(
        weightGradient.blocks(),
        block -> weightGradient.compute(block, x, g, gradients, gradientAt));
  }
}
