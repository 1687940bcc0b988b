package io.spnas.train;

import io.spnas.data.InputSpec;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.NetworkShape;
import java.util.List;

/**
 * A trained network with all that is needed to use it on images.
 *
 * @param shape what it computes
 * @param weights its weights, in the order of {@link ParameterLayout#of}; the moving averages of
 *     training
 * @param statistics batch norm's moving averages, in the layout's order: means, then variances
 * @param epsilon what batch norm adds to the variance under the root
 * @param input what becomes of an image before the network sees it
 * @param labels names of the classes, in order
 */
public record TrainedModel(
    NetworkShape shape,
    float[] weights,
    float[] statistics,
    double epsilon,
    InputSpec input,
    List<String> labels) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they don't
   */
  public TrainedModel {
    ParameterLayout layout = ParameterLayout.of(shape);
    requireLength("weights", weights.length, layout.parameters());
    requireLength("batch-norm statistics", statistics.length, layout.statisticValues());
    requireLength("labels", labels.size(), shape.classes());
    labels = List.copyOf(labels);
  }

  private static void requireLength(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          String.format("The network has %d %s, expected %d", found, what, expected));
    }
  }
}
