package io.spnas.train;

import io.spnas.data.Batch;
import io.spnas.data.EvaluationBatches;
import io.spnas.engine.InferenceNetwork;
import io.spnas.space.NetworkShape;
import java.io.IOException;
import java.util.Optional;

/**
 * Counts what a network gets right. Each worker counts its own images; {@link
 * EvaluationCounts#plus} adds up the workers.
 *
 * <p>Not thread-safe; all calls come from the thread that made it. Native memory is freed by {@link
 * #close()}.
 */
public final class Evaluation implements AutoCloseable {
  private final InferenceNetwork network;
  private final int classes;

  /** A batch as the network takes it; what a smaller batch leaves over is not counted. */
  private final float[] images;

  private Evaluation(InferenceNetwork network, NetworkShape shape, int batch) {
    this.network = network;
    this.classes = shape.classes();
    this.images = new float[batch * 3 * shape.inputSize() * shape.inputSize()];
  }

  /** Sees every batch after it was counted. */
  @FunctionalInterface
  public interface Observer {
    /** Looks at nothing. */
    Observer NONE = (logits, labels) -> {};

    /**
     * @param logits [N, classes], or more rows, which belong to no image; valid during the call
     * @param labels true classes, [N]
     */
    void counted(float[] logits, int[] labels);
  }

  /**
   * Compiles a network.
   *
   * @param shape the network
   * @param batch images at a time
   * @param threads threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param weights its weights, in the order of the layout; not kept
   * @param statistics batch norm's moving averages, in the layout's order; not kept
   */
  public static Evaluation compile(
      NetworkShape shape,
      int batch,
      int threads,
      double epsilon,
      float[] weights,
      float[] statistics) {
    return new Evaluation(
        InferenceNetwork.compile(shape, batch, threads, epsilon, weights, statistics),
        shape,
        batch);
  }

  /**
   * Counts all images of some batches.
   *
   * @param batches to be read to their end; each of at most as many images as the network was
   *     compiled for
   * @param observer sees each batch
   * @throws IOException when an image can't be read
   * @throws InterruptedException when the thread is interrupted
   */
  public EvaluationCounts count(EvaluationBatches batches, Observer observer)
      throws IOException, InterruptedException {
    EvaluationCounts sum = EvaluationCounts.NONE;
    for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
      sum = sum.plus(count(next.get(), observer));
    }
    return sum;
  }

  /**
   * Counts the images of one batch.
   *
   * @param batch at most as many images as the network was compiled for
   * @param observer sees the batch
   */
  public EvaluationCounts count(Batch batch, Observer observer) {
    float[] logits = network.forward(whole(batch.images()));
    observer.counted(logits, batch.labels());
    return EvaluationCounts.of(logits, classes, batch.labels());
  }

  private float[] whole(float[] batch) {
    if (batch.length == images.length) {
      return batch;
    }
    System.arraycopy(batch, 0, images, 0, batch.length);
    return images;
  }

  @Override
  public void close() {
    network.close();
  }
}
