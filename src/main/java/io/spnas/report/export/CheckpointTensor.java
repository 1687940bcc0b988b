package io.spnas.report.export;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor of a TensorFlow checkpoint, and where its values lie among the engine's. Its dimension
 * {@code i} is dimension {@code axes[i]} of the engine's tensor; values are only moved, so that
 * they come back bit by bit.
 *
 * @param name name in the checkpoint
 * @param source array of the engine that holds it
 * @param offset first index in that array
 * @param engineShape dimensions as the engine has them, outermost first
 * @param axes a permutation of the dimensions
 */
record CheckpointTensor(
    String name, Source source, int offset, List<Integer> engineShape, List<Integer> axes) {

  /** An array of the engine. */
  enum Source {
    /** Weights, scales and shifts. */
    WEIGHTS,
    /** Batch norm's moving averages. */
    STATISTICS
  }

  /** Dimensions in the checkpoint, outermost first. */
  List<Integer> shape() {
    return axes.stream().map(engineShape::get).toList();
  }

  /** Its values in the checkpoint's order, out of the engine's array. */
  float[] gather(float[] engine) {
    int[] places = places();
    float[] values = new float[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = engine[places[i]];
    }
    return values;
  }

  /** Puts values in the checkpoint's order into the engine's array. */
  void scatter(float[] values, float[] engine) {
    int[] places = places();
    for (int i = 0; i < values.length; i++) {
      engine[places[i]] = values[i];
    }
  }

  /** Index in the engine's array of each value, in the checkpoint's order. */
  private int[] places() {
    int rank = axes.size();
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      strides[i] = product(engineShape.subList(axes.get(i) + 1, rank));
    }
    int[] size = shape().stream().mapToInt(Integer::intValue).toArray();
    int[] index = new int[rank];
    int[] places = new int[product(engineShape)];
    for (int i = 0; i < places.length; i++) {
      places[i] = offset;
      for (int d = 0; d < rank; d++) {
        places[i] += index[d] * strides[d];
      }
      advance(index, size);
    }
    return places;
  }

  private static void advance(int[] index, int[] size) {
    for (int d = index.length - 1; d >= 0; d--) {
      if (++index[d] < size[d]) {
        Arrays.fill(index, d + 1, index.length, 0);
        return;
      }
    }
  }

  private static int product(List<Integer> sizes) {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }
}
