package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.mkldnn.HeapData;
import com.intel.analytics.bigdl.nn.mkldnn.Input;
import com.intel.analytics.bigdl.nn.mkldnn.Linear;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.Output;
import com.intel.analytics.bigdl.nn.mkldnn.Sequential;
import com.intel.analytics.bigdl.tensor.Tensor;

/**
 * The linear classifier: logits[n, c] = bias[c] + sum over f of features[n, f] * weight[c, f]. Its
 * matrices are multiplied in native memory: on arrays, whose alignment changes as they are moved,
 * MKL does not always give the same bits.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Classifier {
  private final Sequential layers = new Sequential();
  private final Tensor features;
  private final Tensor logitGradient;

  /**
   * @param input features, [N, F], read by each forward pass
   * @param outputGradient gradient of the logits, [N, classes], read by each backward pass
   */
  Classifier(
      int batch, ParameterLayout layout, Buffers buffers, float[] input, float[] outputGradient) {
    ParameterLayout.Slot weight = layout.slot("classifier.weight");
    int classes = weight.shape().get(0);
    int width = weight.shape().get(1);
    this.features = BigDl.tensor(input, 0, batch, width);
    this.logitGradient = BigDl.tensor(outputGradient, 0, batch, classes);
    Linear linear = new Linear(width, classes, null, null, null, null, null, null);
    int bias = layout.slot("classifier.bias").offset();
    BigDl.bind(linear.weight(), buffers.weights(), weight.offset());
    BigDl.bind(linear.bias(), buffers.weights(), bias);
    BigDl.bind(linear.gradWeight(), buffers.gradients(), weight.offset());
    BigDl.bind(linear.gradBias(), buffers.gradients(), bias);
    layers.add(new Input(new int[] {batch, width}, Memory.Format.nc));
    layers.add(linear);
    layers.add(new Output(Memory.Format.nc, Memory.Format.nc));
    layers.compile(
        com.intel.analytics.bigdl.nn.mkldnn.Phase$TrainingPhase$.MODULE$,
        new MemoryData[] {new HeapData(new int[] {batch, width}, Memory.Format.nc, 1)});
    layers.training();
  }

  /** Fills logits [N, classes]. */
  void forward(float[] logits) {
    copy((Tensor) ((AbstractModule) layers).forward(features), logits);
  }

  /** Computes the gradients of weight and bias, and fills that of the features, [N, F]. */
  void backward(float[] featureGradient) {
    copy((Tensor) ((AbstractModule) layers).backward(features, logitGradient), featureGradient);
  }

  private static void copy(Tensor from, float[] to) {
    float[] values = (float[]) from.storage().array();
    System.arraycopy(values, from.storageOffset() - 1, to, 0, to.length);
  }

  void release() {
    layers.release();
  }
}
