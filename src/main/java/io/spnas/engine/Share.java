package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What one thread of the team computes with: its images, its primitives, its scratch memory. */
final class Share implements AutoCloseable {
  /**
   * Floats of a group's maps. A layer takes so many images at a time that what one loop writes is
   * still in the cache when the next one reads it.
   */
  static final int GROUP_FLOATS = 1 << 19;

  private final int thread;
  private final int first;
  private final int end;
  private final Primitives primitives = new Primitives();
  private final long activations;
  private final long gradients;
  private final long weights;
  private final long weightGradient;
  private final ByteBuffer weightGradientView;

  /**
   * Images that are computed together.
   *
   * @param first number of the first
   * @param count how many
   */
  record Group(int first, int count) {
    int end() {
      return first + count;
    }
  }

  /**
   * Takes a thread's part of a batch. To be called by the thread itself.
   *
   * @param thread number of the thread
   * @param team number of threads
   * @param batch images in all
   * @param scratch memory that any layer needs
   * @param arena where the scratch memory comes from
   */
  Share(int thread, int team, int batch, Scratch scratch, Arena arena) {
    this.thread = thread;
    this.first = batch * thread / team;
    this.end = batch * (thread + 1) / team;
    this.activations = arena.floats(scratch.maps());
    this.gradients = arena.floats(scratch.maps());
    this.weights = arena.floats(scratch.weights());
    this.weightGradient = arena.floats(scratch.packed());
    this.weightGradientView = NativeMemory.view(weightGradient, scratch.packed() * Float.BYTES);
  }

  int thread() {
    return thread;
  }

  Primitives primitives() {
    return primitives;
  }

  /**
   * The thread's images in groups for maps of a size.
   *
   * @param backwards last group first: every other layer goes this way, so that it begins with what
   *     the layer before wrote last and the cache still has
   */
  List<Group> groups(Geometry largest, boolean backwards) {
    int count = groupSize(largest);
    List<Group> groups = new ArrayList<>();
    for (int n = first; n < end; n += count) {
      groups.add(new Group(n, Math.min(count, end - n)));
    }
    if (backwards) {
      Collections.reverse(groups);
    }
    return groups;
  }

  /** The thread's images, one by one; see {@link #groups}. */
  int[] images(boolean backwards) {
    return IntStream.range(first, end).map(n -> backwards ? first + end - 1 - n : n).toArray();
  }

  /** Images of a group for maps of a size. */
  static int groupSize(Geometry largest) {
    return Math.max(1, GROUP_FLOATS / largest.imageFloats());
  }

  /** Floats of scratch memory that groups of maps of a size take. */
  static long scratchFloats(Geometry geometry) {
    return (long) groupSize(geometry) * geometry.imageFloats();
  }

  /** Scratch memory for what a group's layer reads. */
  long activations() {
    return activations;
  }

  /** Scratch memory for the gradient of what a group's layer writes. */
  long gradients() {
    return gradients;
  }

  /** Scratch memory for weights on the way between the flat array and MKL-DNN's layouts. */
  long weights() {
    return weights;
  }

  /** Scratch memory for the gradient of a layer's weights by one group. */
  long weightGradient() {
    return weightGradient;
  }

  /** View of {@link #weightGradient()}. */
  ByteBuffer weightGradientView() {
    return weightGradientView;
  }

  @Override
  public void close() {
    primitives.close();
  }
}
