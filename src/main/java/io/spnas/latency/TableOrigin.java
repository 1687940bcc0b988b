package io.spnas.latency;

import io.spnas.config.Objective;
import io.spnas.space.SearchSpace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table's costs are of, and how they were found.
 *
 * @param device where the networks run
 * @param objective what the costs are
 * @param inputSize height and width of the images in pixels; 0 if the table does not say
 * @param width width multiplier of the networks
 * @param blocks block strings of the space at width 1; none if the table does not say
 * @param measured how the costs were found, such as CPU, threads, runtime, date: for people
 */
public record TableOrigin(
    String device,
    Objective objective,
    int inputSize,
    double width,
    List<String> blocks,
    Map<String, String> measured) {

  public TableOrigin {
    blocks = List.copyOf(blocks);
    measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
  }

  /** Of a space's own networks. */
  public static TableOrigin of(
      SearchSpace space, String device, Objective objective, Map<String, String> measured) {
    return new TableOrigin(
        device, objective, space.inputSize(), space.width(), space.blockStrings(), measured);
  }
}
