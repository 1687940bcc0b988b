package io.spnas.engine;

import static io.spnas.engine.BatchNorm.Activation.NONE;
import static io.spnas.engine.BatchNorm.Activation.RELU;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.abstractnn.DataFormat;
import com.intel.analytics.bigdl.nn.mkldnn.AvgPooling;
import com.intel.analytics.bigdl.nn.mkldnn.CAddTable;
import com.intel.analytics.bigdl.nn.mkldnn.ConcatTable;
import com.intel.analytics.bigdl.nn.mkldnn.Identity;
import com.intel.analytics.bigdl.nn.mkldnn.Input;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnContainer;
import com.intel.analytics.bigdl.nn.mkldnn.Output;
import com.intel.analytics.bigdl.nn.mkldnn.Sequential;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialConvolution;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;

/**
 * Builds the layers of a network up to its pooled features, [N, headChannels], and binds their
 * parameters to the flat arrays. The classifier is not among them: it is one matrix product, see
 * {@link Classifier}.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class NetworkBuilder {
  private static final DataFormat NCHW =
      com.intel.analytics.bigdl.nn.abstractnn.DataFormat$NCHW$.MODULE$;

  private final NetworkShape shape;
  private final int batch;
  private final double epsilon;
  private final ParameterLayout layout;
  private final Buffers buffers;
  private final Workers workers;

  NetworkBuilder(
      NetworkShape shape,
      int batch,
      double epsilon,
      ParameterLayout layout,
      Buffers buffers,
      Workers workers) {
    this.shape = shape;
    this.batch = batch;
    this.epsilon = epsilon;
    this.layout = layout;
    this.buffers = buffers;
    this.workers = workers;
  }

  Sequential build() {
    if (shape.activation() != NetworkShape.Activation.RELU) {
      throw new UnsupportedOperationException(
          "Cannot compute activation " + shape.activation() + ", expected RELU");
    }
    Sequential network = new Sequential();
    int size = shape.inputSize();
    network.add(new Input(new int[] {batch, 3, size, size}, Memory.Format.nchw));
    convolution(network, "stem", 3, shape.stemChannels(), 3, shape.stemStride(), RELU);
    size = strided(size, shape.stemStride());
    int channels = shape.stemChannels();
    for (int i = 0; i < shape.blocks().size(); i++) {
      MbConv block = shape.blocks().get(i);
      block(network, "block" + i, block);
      size = strided(size, block.stride());
      channels = block.outChannels();
    }
    convolution(network, "head", channels, shape.headChannels(), 1, 1, RELU);
    network.add(new AvgPooling(size, size, 1, 1, 0, 0, false, NCHW));
    network.add(new Output(Memory.Format.nchw, Memory.Format.nchw));
    return network;
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private void block(Sequential network, String name, MbConv block) {
    Sequential branch = new Sequential();
    int inner = block.innerChannels();
    if (block.expansion() > 1) {
      convolution(branch, name + ".expand", block.inChannels(), inner, 1, 1, RELU);
    }
    depthwise(branch, name + ".depthwise", inner, block.kernel(), block.stride());
    convolution(branch, name + ".project", inner, block.outChannels(), 1, 1, NONE);
    if (block.residual()) {
      ConcatTable both = new ConcatTable();
      both.add(branch);
      both.add(new Identity());
      network.add(both);
      network.add(new CAddTable());
    } else {
      network.add(branch);
    }
  }

  private void convolution(
      MklDnnContainer to,
      String name,
      int in,
      int out,
      int kernel,
      int stride,
      BatchNorm.Activation activation) {
    add(to, name, layer(in, out, kernel, stride));
    batchNorm(to, name + ".bn", out, activation);
  }

  private void depthwise(MklDnnContainer to, String name, int channels, int kernel, int stride) {
    int gradient = layout.slot(name + ".conv").offset();
    add(
        to,
        name,
        new DepthwiseConvolution(channels, kernel, stride, workers, buffers.gradients(), gradient));
    batchNorm(to, name + ".bn", channels, RELU);
  }

  private static SpatialConvolution layer(int in, int out, int kernel, int stride) {
    int pad = kernel / 2;
    return new SpatialConvolution(
        in, out, kernel, kernel, stride, stride, pad, pad, 1, true, null, null, null, null, null,
        null, false, NCHW, 1, 1);
  }

  private void add(MklDnnContainer to, String name, SpatialConvolution layer) {
    int offset = layout.slot(name + ".conv").offset();
    BigDl.bind(layer.weight(), buffers.weights(), offset);
    BigDl.bind(layer.gradWeight(), buffers.gradients(), offset);
    to.add(layer);
  }

  private void batchNorm(
      MklDnnContainer to, String name, int channels, BatchNorm.Activation activation) {
    int parameter = layout.slot(name).offset();
    int statistic = layout.statistic(name).offset();
    to.add(
        new BatchNorm(
            channels, epsilon, activation, new BatchNorm.Places(buffers, parameter, statistic)));
  }
}
