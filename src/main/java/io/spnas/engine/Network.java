package io.spnas.engine;

import io.spnas.engine.LayerFactory.Placed;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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
public final class Network implements AutoCloseable {
  private final Team team;
  private final Arena arena = new Arena();
  private final NetworkBuilder.Built built;
  private final Schedule schedule;
  private final Share[] shares;
  private LayerTimes times;
  private final Classifier classifier;
  private final float[] features;
  private final float[] featureGradient;
  private final float[] logits;
  private boolean finite;
  private final float[] logitGradient;

  private Network(
      MultiPathShape shape,
      PathMemory memory,
      int batch,
      int threads,
      double epsilon,
      Buffers buffers) {
    int channels = shape.frame().headChannels();
    int classes = shape.frame().classes();
    ParameterLayout layout = ParameterLayout.of(shape);
    this.team = new Team(threads);
    this.features = new float[batch * channels];
    this.featureGradient = new float[batch * channels];
    this.logits = new float[batch * classes];
    this.logitGradient = new float[batch * classes];
    Site site = new Site(batch, threads, epsilon, layout, buffers, arena);
    this.built = new NetworkBuilder(shape, memory, site).build(features, featureGradient);
    this.schedule = built.schedule();
    this.shares = new Share[threads];
    this.classifier = new Classifier(batch, layout, buffers, features, logitGradient);
    team.run(thread -> prepare(thread, batch));
    use(memory.initial(shape));
  }

  /**
   * Builds a network and its native primitives.
   *
   * @param shape the network
   * @param batch images a step, N
   * @param threads threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param buffers arrays of its weights, gradients and statistics
   * @throws IllegalStateException if this machine has no native library for it
   */
  public static Network compile(
      NetworkShape shape, int batch, int threads, double epsilon, Buffers buffers) {
    return compile(MultiPathShape.of(shape), PathMemory.ALL, batch, threads, epsilon, buffers);
  }

  /**
   * Builds a multi-path network. Until {@link #use} says something else, all paths are active, or,
   * with {@link PathMemory#ONE}, the first of each layer is.
   *
   * @param shape the network
   * @param memory how many paths of a layer a step may compute
   * @param batch images a step, N
   * @param threads threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param buffers arrays of its weights, gradients and statistics
   * @throws IllegalStateException if this machine has no native library for it
   */
  public static Network compile(
      MultiPathShape shape,
      PathMemory memory,
      int batch,
      int threads,
      double epsilon,
      Buffers buffers) {
    BigDl.start(threads);
    return new Network(shape, memory, batch, threads, epsilon, buffers);
  }

  private void prepare(int thread, int batch) {
    // Each thread computes its own images, so MKL-DNN needs no threads of its own.
    BigDl.start(1);
    Share share = new Share(thread, team.size(), batch, built.scratch(), arena);
    shares[thread] = share;
    eachOwn(thread, built.dense(), weights -> weights.prepare(share));
    team.meet(() -> {});
    for (Placed placed : built.layers()) {
      placed.layer().prepare(share, placed.backwards());
    }
  }

  /**
   * Says which paths the next steps compute; holds until it is called again.
   *
   * @param uses of each layer's paths, [layers][paths]; a layer's only path is active
   * @throws IllegalArgumentException if they don't fit the network and its {@link PathMemory}, or a
   *     layer without a residual is left without an active path
   */
  public void use(PathUse[][] uses) {
    schedule.use(uses);
    times = new LayerTimes(schedule.forward());
  }

  /** Does something for the items of a list that a thread keeps. */
  private <T> void eachOwn(int thread, List<T> items, Consumer<T> action) {
    for (int i = thread; i < items.size(); i += team.size()) {
      action.accept(items.get(i));
    }
  }

  /**
   * Computes logits.
   *
   * @param input images, [N, 3, S, S]
   * @param dropout factor of each pooled feature, [N, headChannels]; null for none
   * @return logits [N, classes], valid until the next call
   */
  public float[] forward(float[] input, float[] dropout) {
    NativeMemory.write(input, 0, built.images(), input.length);
    BigDl.start(1);
    finite = true;
    schedule.paths().forEach(Path::fillStatistics);
    team.run(this::forward);
    multiply(features, dropout);
    BigDl.start(team.size());
    classifier.forward(logits);
    if (!finite) {
      // ReLU may turn a NaN into 0.
      Arrays.fill(logits, Float.NaN);
    }
    return logits;
  }

  private void forward(int thread) {
    eachOwn(thread, built.dense(), this::load);
    eachOwn(thread, built.depthwise(), this::load);
    team.meet(times::begin);
    for (NetworkLayer layer : schedule.forward()) {
      layer.forward(shares[thread]);
      team.meet(
          () -> {
            finite &= layer.finishForward();
            times.forward(layer);
          });
    }
  }

  private void load(LayerWeights weights) {
    if (schedule.reads(weights)) {
      weights.load();
    }
  }

  /**
   * Computes every weight's gradient, after {@link #forward} with the same arguments.
   *
   * @param outputGradient gradient of the loss with respect to the logits, [N, classes]
   * @param dropout what forward was given
   */
  public void backward(float[] outputGradient, float[] dropout) {
    System.arraycopy(outputGradient, 0, logitGradient, 0, logitGradient.length);
    classifier.backward(featureGradient);
    multiply(featureGradient, dropout);
    BigDl.start(1);
    schedule.paths().forEach(Path::clearGradients);
    team.run(this::backward);
  }

  private void backward(int thread) {
    team.meet(times::begin);
    for (NetworkLayer layer : schedule.backward()) {
      layer.backward(shares[thread]);
      team.meet(
          () -> {
            layer.finishBackward();
            times.backward(layer);
          });
    }
    eachOwn(thread, built.dense(), this::unload);
    eachOwn(thread, built.depthwise(), this::unload);
  }

  private void unload(LayerWeights weights) {
    if (schedule.trains(weights)) {
      weights.unload();
    }
  }

  /** Loops side by side in the threads that compute the network, while it computes nothing. */
  public Slices slices() {
    return (length, loop) ->
        team.run(thread -> loop.run(sliceStart(length, thread), sliceStart(length, thread + 1)));
  }

  private int sliceStart(int length, int thread) {
    return (int) ((long) length * thread / team.size());
  }

  /** Native memory of its own, in bytes. */
  long nativeBytes() {
    return arena.bytes();
  }

  /** Time of each layer in the last step. */
  public List<LayerTime> layerTimes() {
    return times.list();
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
    team.run(
        thread -> {
          if (shares[thread] != null) {
            shares[thread].close();
          }
        });
    classifier.release();
    team.close();
    arena.close();
  }
}
