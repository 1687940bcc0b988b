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
  private final Source input;
  private final long images;
  private final Activation output;
  private final Arena arena;
  private final Work[] threads;

  /** What is computed for one group. */
  private static final class GroupWork {
    final Group group;

    /** The input; null where it is kept. */
    final NativeTensor activations;

    /** The gradient of the output. */
    final NativeTensor gradients;

    /** The gradient of the input; null where it is not to be added to others'. */
    final NativeTensor part;

    Run forward;
    Run backwardData;
    Run backwardWeights;

    GroupWork(Group group, NativeTensor activations, NativeTensor gradients, NativeTensor part) {
      this.group = group;
      this.activations = activations;
      this.gradients = gradients;
      this.part = part;
    }
  }

  /** One thread's groups, and memory for the gradient of all but the first of them. */
  private record Work(List<GroupWork> groups, ByteBuffer further) {}

  private DenseLayer(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      Source input,
      long images,
      Activation output,
      Site site) {
    this.name = name;
    this.shape = shape;
    this.batch = site.batch();
    this.weights = weights;
    this.input = input;
    this.images = images;
    this.output = output;
    this.arena = site.arena();
    this.threads = new Work[site.threads()];
  }

  /** A convolution of other layers' output. */
  static DenseLayer of(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      Source input,
      Activation output,
      Site site) {
    return new DenseLayer(name, shape, weights, input, 0, output, site);
  }

  /** A convolution of images, [N, C, H, W] in native memory. */
  static DenseLayer ofImages(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      long images,
      Activation output,
      Site site) {
    return new DenseLayer(name, shape, weights, null, images, output, site);
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
    // A shared input is kept: its scratch memory is free for the gradient.
    NativeTensor part =
        input != null && input.shared()
            ? new NativeTensor(shape.in(), count, share.activations())
            : null;
    NativeTensor gradients = new NativeTensor(shape.out(), count, share.gradients());
    GroupWork work = new GroupWork(group, scratch, gradients, part);
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
              part == null ? input.gradient().address(group.first()) : share.activations());
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
      if (input != null) {
        makeInput(work);
      }
      work.forward.run();
      for (int n = work.group.first(); n < work.group.end(); n++) {
        output.addMoments(share, n);
      }
    }
  }

  private void makeInput(GroupWork work) {
    for (int i = 0; i < work.group.count(); i++) {
      ByteBuffer scratch = work.activations == null ? null : work.activations.image(i);
      input.make(work.group.first() + i, scratch);
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
        giveGradient(share, work);
      }
      if (work.activations != null) {
        makeInput(work);
      }
      work.backwardWeights.run();
      if (work != all.groups.get(0)) {
        weights.add(share.thread(), all.further);
      }
    }
  }

  private void giveGradient(Share share, GroupWork work) {
    for (int i = 0; i < work.group.count(); i++) {
      int image = work.group.first() + i;
      ByteBuffer made = work.part == null ? input.gradient().image(image) : work.part.image(i);
      for (int b = 0; b < shape.in().blocks(); b++) {
        input.take(share, image, b, made);
      }
      input.taken(share, image);
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
