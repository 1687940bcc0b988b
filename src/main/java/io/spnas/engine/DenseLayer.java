package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.Primitives.Direction;
import io.spnas.engine.Primitives.Run;
import io.spnas.engine.Share.Group;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A full convolution by MKL-DNN, group of images by group: its input is made, convolved, and the
 * output's statistics are taken while everything is in the cache.
 */
final class DenseLayer implements NetworkLayer {
  private final String name;
  private final ConvolutionShape shape;
  private final int batch;
  private final DenseWeights weights;
  private final Activation input;
  private final long images;
  private final Activation output;
  private final Arena arena;
  private final Work[] threads;

  /** What is computed for one group. */
  private static final class GroupWork {
    final Group group;
    final NativeTensor activations;
    final NativeTensor gradients;
    Run forward;
    Run backwardData;
    Run backwardWeights;

    GroupWork(Group group, NativeTensor activations, NativeTensor gradients) {
      this.group = group;
      this.activations = activations;
      this.gradients = gradients;
    }
  }

  /** One thread's groups, and memory for the gradient of all but the first of them. */
  private record Work(List<GroupWork> groups, ByteBuffer further) {}

  private DenseLayer(
      String name,
      ConvolutionShape shape,
      int batch,
      DenseWeights weights,
      Activation input,
      long images,
      Activation output,
      int threads,
      Arena arena) {
    this.name = name;
    this.shape = shape;
    this.batch = batch;
    this.weights = weights;
    this.input = input;
    this.images = images;
    this.output = output;
    this.arena = arena;
    this.threads = new Work[threads];
  }

  /** A convolution of another layer's output. */
  static DenseLayer of(
      String name,
      ConvolutionShape shape,
      int batch,
      DenseWeights weights,
      Activation input,
      Activation output,
      int threads,
      Arena arena) {
    return new DenseLayer(name, shape, batch, weights, input, 0, output, threads, arena);
  }

  /** A convolution of images, [N, C, H, W] in native memory. */
  static DenseLayer ofImages(
      String name,
      ConvolutionShape shape,
      int batch,
      DenseWeights weights,
      long images,
      Activation output,
      int threads,
      Arena arena) {
    return new DenseLayer(name, shape, batch, weights, null, images, output, threads, arena);
  }

  DenseWeights weights() {
    return weights;
  }

  @Override
  public String name() {
    return name;
  }

  /** The larger of what a group reads and writes. */
  static Geometry largest(ConvolutionShape shape) {
    return shape.in().imageFloats() > shape.out().imageFloats() ? shape.in() : shape.out();
  }

  @Override
  public void prepare(Share share, boolean backwards) {
    List<GroupWork> groups = new ArrayList<>();
    long gradientFloats = weights.gradientFloats();
    long further = 0;
    for (Group group : share.groups(largest(shape), backwards)) {
      if (!groups.isEmpty() && further == 0) {
        further = arena.floats(gradientFloats);
      }
      long gradient = groups.isEmpty() ? weights.sum(share.thread()) : further;
      groups.add(work(share, group, gradient));
    }
    ByteBuffer view =
        further == 0 ? null : NativeMemory.view(further, gradientFloats * Float.BYTES);
    threads[share.thread()] = new Work(groups, view);
  }

  private GroupWork work(Share share, Group group, long gradient) {
    Primitives primitives = share.primitives();
    int count = group.count();
    Direction forward = primitives.forward(shape, count, weights.forwardLayout());
    Direction toWeights = primitives.backwardWeights(forward, weights.gradientLayout());
    NativeTensor scratch =
        input != null && input.kept() == null
            ? new NativeTensor(shape.in(), count, share.activations())
            : null;
    NativeTensor gradients = new NativeTensor(shape.out(), count, share.gradients());
    GroupWork work = new GroupWork(group, scratch, gradients);
    long in = inputAddress(share, group);
    work.forward =
        primitives.forward(forward, in, weights.forward(), output.values().address(group.first()));
    work.backwardWeights = primitives.backwardWeights(toWeights, in, share.gradients(), gradient);
    if (input != null) {
      work.backwardData =
          primitives.backwardData(
              primitives.backwardData(forward, weights.backwardDataLayout()),
              share.gradients(),
              weights.backwardData(),
              input.gradient().address(group.first()));
    }
    return work;
  }

  private long inputAddress(Share share, Group group) {
    if (input == null) {
      int floats = shape.in().channels() * shape.in().pixels();
      return NativeMemory.at(images, (long) group.first() * floats);
    }
    return input.kept() == null ? share.activations() : input.kept().address(group.first());
  }

  @Override
  public void forward(Share share) {
    for (GroupWork work : threads[share.thread()].groups) {
      activate(work, input != null && input.kept() != null);
      work.forward.run();
      for (int n = work.group.first(); n < work.group.end(); n++) {
        output.addMoments(share, n);
      }
    }
  }

  /** Makes a group's input, where it is read or is to be kept. */
  private void activate(GroupWork work, boolean keep) {
    if (!keep && work.activations == null) {
      return;
    }
    for (int i = 0; i < work.group.count(); i++) {
      int image = work.group.first() + i;
      input.activate(image, keep ? input.kept().image(image) : work.activations.image(i));
    }
  }

  @Override
  public boolean finishForward() {
    return output.finishForward();
  }

  @Override
  public void backward(Share share) {
    Work all = threads[share.thread()];
    if (all.groups.isEmpty()) {
      // The keeper adds the other threads' sums to the first one's, which no group overwrites here.
      weights.clear(share.thread());
    }
    for (GroupWork work : all.groups) {
      for (int i = 0; i < work.group.count(); i++) {
        output.differentiate(work.group.first() + i, work.gradients.image(i));
      }
      if (input != null) {
        work.backwardData.run();
        for (int n = work.group.first(); n < work.group.end(); n++) {
          input.reduce(share, n);
        }
      }
      activate(work, false);
      work.backwardWeights.run();
      if (work != all.groups.get(0)) {
        weights.add(share.thread(), all.further);
      }
    }
  }

  @Override
  public void finishBackward() {
    if (input != null) {
      input.finishBackward();
    }
  }

  @Override
  public Traffic traffic() {
    return Traffic.of(shape, batch);
  }

  @Override
  public double backwardOperations() {
    // Images need no gradient.
    return input == null ? operations() : 2 * operations();
  }

  @Override
  public double operations() {
    return 2.0 * batch * shape.out().pixels() * shape.weights();
  }
}
