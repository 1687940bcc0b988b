package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.mkldnn.HeapData;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.Sequential;
import com.intel.analytics.bigdl.tensor.Tensor;
import io.spnas.space.NetworkShape;

/**
 * A network compiled for one batch size, computed in training mode: batch norm normalises with the
 * batch's own statistics.
 *
 * <p>Weights are read from, and gradients and batch statistics written to, the {@link Buffers} it
 * was compiled with. Moving averages of the statistics are the caller's: they must end equal on all
 * workers, so they are formed from statistics that the workers have exchanged.
 *
 * <p>Not thread-safe; all calls come from the thread that compiled it. Native memory is freed by
 * {@link #close()}.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
public final class Network implements AutoCloseable {
  private final Workers workers;
  private final Sequential trunk;
  private final Classifier classifier;
  private final Tensor images;
  private final float[] pooled;
  private final float[] pooledGradient;
  private final Tensor pooledGradientTensor;
  private final float[] logits;
  private final float[] logitGradient;

  private Network(NetworkShape shape, int batch, double epsilon, Buffers buffers, Workers workers) {
    this.workers = workers;
    int features = shape.headChannels();
    ParameterLayout layout = ParameterLayout.of(shape);
    this.trunk = new NetworkBuilder(shape, batch, epsilon, layout, buffers, workers).build();
    int[] inputSize = {batch, 3, shape.inputSize(), shape.inputSize()};
    this.images = BigDl.tensor(new float[batch * 3 * inputSize[2] * inputSize[3]], 0, inputSize);
    this.pooled = new float[batch * features];
    this.pooledGradient = new float[batch * features];
    this.pooledGradientTensor = BigDl.tensor(pooledGradient, 0, batch, features, 1, 1);
    this.logits = new float[batch * shape.classes()];
    this.logitGradient = new float[batch * shape.classes()];
    this.classifier = new Classifier(batch, layout, buffers, pooled, logitGradient);
    trunk.compile(
        com.intel.analytics.bigdl.nn.mkldnn.Phase$TrainingPhase$.MODULE$,
        new MemoryData[] {new HeapData(inputSize, Memory.Format.nchw, 1)});
    trunk.training();
  }

  /**
   * Builds a network and its native primitives.
   *
   * @param shape the network
   * @param batch images a step, N
   * @param threads OpenMP threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param buffers arrays of its weights, gradients and statistics
   * @throws IllegalStateException if this machine has no native library for it
   */
  public static Network compile(
      NetworkShape shape, int batch, int threads, double epsilon, Buffers buffers) {
    BigDl.start(threads);
    return new Network(shape, batch, epsilon, buffers, new Workers(threads));
  }

  /**
   * Computes logits.
   *
   * @param input images, [N, 3, S, S]
   * @param dropout factor of each pooled feature, [N, headChannels]; null for none
   * @return logits [N, classes], valid until the next call
   */
  public float[] forward(float[] input, float[] dropout) {
    BigDl.bind(images, input, 0, images.size());
    Tensor output = (Tensor) ((AbstractModule) trunk).forward(images);
    float[] values = (float[]) output.storage().array();
    System.arraycopy(values, output.storageOffset() - 1, pooled, 0, pooled.length);
    multiply(pooled, dropout);
    classifier.forward(logits);
    return logits;
  }

  /**
   * Computes every weight's gradient, after {@link #forward} with the same arguments.
   *
   * @param outputGradient gradient of the loss with respect to the logits, [N, classes]
   * @param dropout what forward was given
   */
  public void backward(float[] outputGradient, float[] dropout) {
    System.arraycopy(outputGradient, 0, logitGradient, 0, logitGradient.length);
    classifier.backward(pooledGradient);
    multiply(pooledGradient, dropout);
    ((AbstractModule) trunk).backward(images, pooledGradientTensor);
  }

  private static void multiply(float[] values, float[] factors) {
    if (factors != null) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[i];
      }
    }
  }

  @Override
  public void close() {
    trunk.release();
    classifier.release();
    workers.close();
  }
}
