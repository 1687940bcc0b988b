package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.Primitives.After;

/**
 * The linear classifier in evaluation: a 1x1 convolution of a map of one row, whose pixels are the
 * batch's images. Each thread computes some of the classes.
 */
final class InferenceClassifier {
  private final int batch;
  private final int classes;
  private final Geometry features;
  private final long featureAddress;
  private final long logits;
  private final Primitives.Run[] threads;

  InferenceClassifier(int batch, int channels, int classes, int threads, Arena arena) {
    this.batch = batch;
    this.classes = classes;
    this.features = new Geometry(channels, 1, batch, Lanes.BLOCK);
    this.featureAddress = arena.floats(features.imageFloats());
    this.logits = arena.floats(new Geometry(classes, 1, batch, Lanes.BLOCK).imageFloats());
    this.threads = new Primitives.Run[threads];
  }

  /** Where the features are read, [C/B, N, B]. */
  long features() {
    return featureAddress;
  }

  /** Makes a thread's primitive. To be called by the thread itself. */
  void prepare(int thread, ParameterLayout layout, float[] weights, Primitives p, Arena arena) {
    int blocks = (classes + features.block() - 1) / features.block();
    int first = blocks * thread / threads.length * features.block();
    int end = Math.min(classes, blocks * (thread + 1) / threads.length * features.block());
    if (first < end) {
      ConvolutionShape shape = ConvolutionShape.of(features, end - first, 1, 1);
      Slot weight = layout.slot("classifier.weight");
      FoldedWeights folded =
          new FoldedWeights(
              shape,
              After.NOTHING,
              weights,
              weight.offset() + first * features.channels(),
              layout.slot("classifier.bias").offset() + first,
              p,
              arena);
      long to = NativeMemory.at(logits, (long) first * batch);
      threads[thread] = folded.run(shape, 1, featureAddress, to, p);
    }
  }

  /** Computes a thread's classes. */
  void run(int thread) {
    if (threads[thread] != null) {
      threads[thread].run();
    }
  }

  /** Copies the logits to [N, classes]. */
  void read(float[] to) {
    int block = features.block();
    float[] pixel = new float[block];
    for (int c = 0; c < classes; c += block) {
      for (int n = 0; n < batch; n++) {
        NativeMemory.read(NativeMemory.at(logits, (long) c * batch + n * block), pixel, 0, block);
        System.arraycopy(pixel, 0, to, n * classes + c, Math.min(block, classes - c));
      }
    }
  }
}
