package io.spnas.engine;

import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network compiled for evaluation only: batch norm is folded into the convolutions before it,
 * bias, activation and residual are computed while a convolution's values are in registers, and
 * nothing is kept for a backward pass.
 *
 * <p>Each thread takes images of its own through the whole network, a few at a time. Images that
 * are left over are computed by all threads together, a strip of rows of each map by each of them;
 * so is a batch of one. An image's logits have the same bits whatever else is in the batch and for
 * any number of threads; only where threads share the image, the last bits may differ.
 *
 * <p>Not thread-safe; all calls come from the thread that compiled it. Native memory is freed by
 * {@link #close()}.
 */
public final class InferenceNetwork implements AutoCloseable {
  /**
   * Images that a thread takes through the network at a time: so many that they share the reading
   * of weights, so few that the cache keeps their maps.
   */
  static final int GROUP = 4;

  private static final Runnable ALONE = () -> {};

  private final Team team;
  private final Arena arena = new Arena();
  private final InferenceBatch batch;
  private final int imagesPerThread;
  private final int imageFloats;
  private final boolean finite;
  private final InferenceClassifier classifier;
  private final Primitives[] primitives;
  private final List<List<InferenceLane>> own = new ArrayList<>();
  private final InferenceLane[] together;
  private final float[] logits;

  private InferenceNetwork(
      NetworkShape shape, int size, int threads, double epsilon, float[] weights, float[] stats) {
    ParameterLayout layout = ParameterLayout.of(shape);
    requireLength("weights", weights.length, layout.parameters());
    requireLength("statistics", stats.length, layout.statisticValues());
    float[] folded = Folding.fold(layout, weights, stats, epsilon);
    this.finite = isFinite(folded);
    this.team = new Team(threads);
    this.batch = new InferenceBatch(size);
    this.imagesPerThread = size / threads;
    this.imageFloats = 3 * shape.inputSize() * shape.inputSize();
    this.classifier =
        new InferenceClassifier(size, shape.headChannels(), shape.classes(), threads, arena);
    this.primitives = new Primitives[threads];
    this.together = new InferenceLane[threads];
    this.logits = new float[size * shape.classes()];
    for (int t = 0; t < threads; t++) {
      own.add(new ArrayList<>());
    }
    primitives[0] = new Primitives();
    InferenceWeights packed = new InferenceWeights(shape, folded, primitives[0], arena);
    InferenceMaps shared =
        size % threads == 0 ? null : new InferenceMaps(packed.units(), 1, threads, arena);
    team.run(
        thread -> {
          prepareThread(thread);
          prepareLanes(thread, packed, shared);
          classifier.prepare(thread, layout, folded, primitives[thread], arena);
        });
  }

  /**
   * Folds, packs and compiles a network.
   *
   * @param shape the network
   * @param batch images at a time, N
   * @param threads threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param weights weights in the order of the {@link ParameterLayout}; not kept
   * @param statistics means and variances of its batch norms, in the layout's order of statistics;
   *     not kept
   * @throws IllegalArgumentException if an array has another length than the layout says
   * @throws IllegalStateException if this machine has no native library for it
   */
  public static InferenceNetwork compile(
      NetworkShape shape,
      int batch,
      int threads,
      double epsilon,
      float[] weights,
      float[] statistics) {
    // Each thread computes on its own, so MKL-DNN needs no threads of its own.
    BigDl.start(1);
    return new InferenceNetwork(shape, batch, threads, epsilon, weights, statistics);
  }

  private static void requireLength(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "Invalid length of " + what + ": " + found + ", expected " + expected);
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private void prepareThread(int thread) {
    BigDl.start(1);
    if (primitives[thread] == null) {
      primitives[thread] = new Primitives();
    }
  }

  private void prepareLanes(int thread, InferenceWeights weights, InferenceMaps shared) {
    int groups = (imagesPerThread + GROUP - 1) / GROUP;
    for (int g = 0; g < groups; g++) {
      int images = imagesPerThread * (g + 1) / groups - imagesPerThread * g / groups;
      own.get(thread).add(ownLane(thread, images, weights));
    }
    if (shared != null) {
      together[thread] = lane(thread, thread, weights, shared);
    }
  }

  /** A lane for a number of images: one that is there already, if it can be. */
  private InferenceLane ownLane(int thread, int images, InferenceWeights weights) {
    return own.get(thread).stream()
        .filter(lane -> lane.images() == images)
        .findFirst()
        .orElseGet(
            () -> lane(thread, 0, weights, new InferenceMaps(weights.units(), images, 1, arena)));
  }

  private InferenceLane lane(int thread, int strip, InferenceWeights weights, InferenceMaps maps) {
    return new InferenceLane(
        weights, maps, strip, batch, classifier.features(), primitives[thread], arena);
  }

  /**
   * Computes logits.
   *
   * @param images images, [N, 3, S, S]
   * @return logits [N, classes], valid until the next call. Those of an image that holds a NaN or
   *     an infinite value are NaN; so are all if a weight or a statistic is not finite
   * @throws IllegalArgumentException if there are more or fewer images
   */
  public float[] forward(float[] images) {
    requireLength("images", images.length, batch.size() * imageFloats);
    batch.set(images);
    BigDl.start(1);
    team.run(this::forward);
    classifier.read(logits);
    int classes = logits.length / batch.size();
    for (int n = 0; n < batch.size(); n++) {
      // Activations may turn a NaN into a number.
      if (!finite || batch.isSpoiled(n)) {
        Arrays.fill(logits, n * classes, (n + 1) * classes, Float.NaN);
      }
    }
    return logits;
  }

  private void forward(int thread) {
    int image = thread * imagesPerThread;
    for (InferenceLane lane : own.get(thread)) {
      lane.run(image, ALONE);
      image += lane.images();
    }
    Runnable meet = () -> team.meet(ALONE);
    for (int n = imagesPerThread * team.size(); n < batch.size(); n++) {
      together[thread].run(n, meet);
      meet.run();
    }
    meet.run();
    classifier.run(thread);
  }

  /** Native memory of its own, in bytes. */
  long nativeBytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    team.run(
        thread -> {
          if (primitives[thread] != null) {
            primitives[thread].close();
          }
        });
    team.close();
    arena.close();
  }
}
