package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.Primitives.Direction;
import io.spnas.engine.Primitives.Run;
import io.spnas.engine.Share.Group;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
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
  private final Passes passes;
  private final List<List<GroupWork>> threads;

  /** What is computed for one group. */
  private static final class GroupWork {
    final Group group;

    /** Memory of the input; null where it is kept. */
    NativeTensor activations;

    /** Memory of the output's gradient. */
    NativeTensor gradients;

    /** Memory of the input's gradient; null where that is not to be added to others'. */
    NativeTensor part;

    Direction direction;
    Run forward;
    Run backwardData;
    Run backwardWeights;

    GroupWork(Group group) {
      this.group = group;
    }
  }

  private DenseLayer(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      Source input,
      long images,
      Activation output,
      Passes passes,
      Site site) {
    this.name = name;
    this.shape = shape;
    this.batch = site.batch();
    this.weights = weights;
    this.input = input;
    this.images = images;
    this.output = output;
    this.passes = passes;
    this.threads = new ArrayList<>(Collections.nCopies(site.threads(), List.of()));
  }

  /** A convolution of other layers' output. */
  static DenseLayer of(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      Source input,
      Activation output,
      Passes passes,
      Site site) {
    return new DenseLayer(name, shape, weights, input, 0, output, passes, site);
  }

  /** A convolution of images, [N, C, H, W] in native memory. */
  static DenseLayer ofImages(
      String name,
      ConvolutionShape shape,
      DenseWeights weights,
      long images,
      Activation output,
      Site site) {
    return new DenseLayer(name, shape, weights, null, images, output, Passes.BOTH, site);
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
    for (Group group : share.groups(largest(shape), backwards)) {
      GroupWork work = work(share, group);
      if (passes == Passes.BOTH) {
        addBackward(share, work, groups.isEmpty());
      }
      groups.add(work);
    }
    threads.set(share.thread(), groups);
  }

  private GroupWork work(Share share, Group group) {
    int count = group.count();
    GroupWork work = new GroupWork(group);
    if (input != null && input.kept() == null) {
      work.activations = new NativeTensor(shape.in(), count, share.activations());
    }
    work.direction = share.primitives().forward(shape, count, weights.forwardLayout());
    work.forward =
        share
            .primitives()
            .forward(
                work.direction,
                inputAddress(share, group),
                weights.forward(),
                output.values().address(group.first()));
    return work;
  }

  private void addBackward(Share share, GroupWork work, boolean first) {
    Primitives primitives = share.primitives();
    int count = work.group.count();
    work.gradients = new NativeTensor(shape.out(), count, share.gradients());
    work.backwardWeights =
        primitives.backwardWeights(
            primitives.backwardWeights(work.direction, weights.gradientLayout()),
            inputAddress(share, work.group),
            share.gradients(),
            first ? weights.sum(share.thread()) : share.weightGradient());
    if (input != null) {
      // A shared input is kept: its scratch memory is free for the gradient.
      work.part = input.shared() ? new NativeTensor(shape.in(), count, share.activations()) : null;
      work.backwardData =
          primitives.backwardData(
              primitives.backwardData(work.direction, weights.backwardDataLayout()),
              share.gradients(),
              weights.backwardData(),
              work.part == null
                  ? input.gradient().address(work.group.first())
                  : share.activations());
    }
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
    for (GroupWork work : threads.get(share.thread())) {
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
    List<GroupWork> groups = threads.get(share.thread());
    if (groups.isEmpty()) {
      // The keeper adds the other threads' sums to the first one's, which no group overwrites here.
      weights.clear(share.thread());
    }
    for (GroupWork work : groups) {
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
      if (work != groups.get(0)) {
        weights.addFurther(share);
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
