package io.spnas.peers;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.abstractnn.DataFormat;
import com.intel.analytics.bigdl.nn.mkldnn.AvgPooling;
import com.intel.analytics.bigdl.nn.mkldnn.CAddTable;
import com.intel.analytics.bigdl.nn.mkldnn.ConcatTable;
import com.intel.analytics.bigdl.nn.mkldnn.Identity;
import com.intel.analytics.bigdl.nn.mkldnn.Input;
import com.intel.analytics.bigdl.nn.mkldnn.Linear;
import com.intel.analytics.bigdl.nn.mkldnn.Output;
import com.intel.analytics.bigdl.nn.mkldnn.ReLU;
import com.intel.analytics.bigdl.nn.mkldnn.Sequential;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialConvolution;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;

/** A network from BigDL's MKL-DNN layers. */
final class BigDlLayers {
  private static final DataFormat NCHW =
      com.intel.analytics.bigdl.nn.abstractnn.DataFormat$NCHW$.MODULE$;
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.01;

  private BigDlLayers() {}

  /** Images [N, 3, S, S] to logits [N, classes]. */
  static Sequential of(NetworkShape shape, int batch) {
    if (shape.activation() != NetworkShape.Activation.RELU) {
      throw new UnsupportedOperationException(
          "Cannot compute activation " + shape.activation() + ", expected RELU");
    }
    int size = shape.inputSize();
    Sequential network = new Sequential();
    network.add(new Input(new int[] {batch, 3, size, size}, Memory.Format.nchw));
    activated(network, 3, shape.stemChannels(), 3, shape.stemStride(), 1);
    size = strided(size, shape.stemStride());
    int channels = shape.stemChannels();
    for (MbConv block : shape.blocks()) {
      block(network, block);
      size = strided(size, block.stride());
      channels = block.outChannels();
    }
    activated(network, channels, shape.headChannels(), 1, 1, 1);
    network.add(new AvgPooling(size, size, 1, 1, 0, 0, false, NCHW));
    network.add(
        new Linear(shape.headChannels(), shape.classes(), null, null, null, null, null, null));
    network.add(new Output(Memory.Format.nc, Memory.Format.nc));
    return network;
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private static void block(Sequential network, MbConv block) {
    Sequential branch = new Sequential();
    int inner = block.innerChannels();
    if (block.expansion() > 1) {
      activated(branch, block.inChannels(), inner, 1, 1, 1);
    }
    activated(branch, inner, inner, block.kernel(), block.stride(), inner);
    unit(branch, inner, block.outChannels(), 1, 1, 1);
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

  private static void activated(
      Sequential to, int in, int out, int kernel, int stride, int groups) {
    unit(to, in, out, kernel, stride, groups);
    to.add(new ReLU(0f));
  }

  /** Convolution and batch norm. */
  private static void unit(Sequential to, int in, int out, int kernel, int stride, int groups) {
    int pad = kernel / 2;
    to.add(
        new SpatialConvolution(
            in, out, kernel, kernel, stride, stride, pad, pad, groups, true, null, null, null, null,
            null, null, false, NCHW, 1, 1));
    to.add(new SpatialBatchNormalization(out, EPSILON, MOMENTUM, null, null, null, null, NCHW));
  }
}
