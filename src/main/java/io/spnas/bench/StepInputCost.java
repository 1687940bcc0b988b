package io.spnas.bench;

import java.util.ArrayList;
import java.util.List;

/** What the input pipeline costs a step that it shares its cores with. */
public final class StepInputCost {
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Neighbouring stretches of steps, in ms an image.
   *
   * @param random steps on random images
   * @param input steps on the pipeline's images
   * @param waiting the part of these that the step spent waiting for a batch
   */
  record Pair(double random, double input, double waiting) {}

  void add(Pair pair) {
    pairs.add(pair);
  }

  /** Images/s on random images, in the stretch in the middle. */
  public double randomImagesPerSecond() {
    return 1000 / Median.of(pairs.stream().mapToDouble(Pair::random));
  }

  /** Images/s on the pipeline's images, in the stretch in the middle. */
  public double inputImagesPerSecond() {
    return 1000 / Median.of(pairs.stream().mapToDouble(Pair::input));
  }

  /** How much longer an image takes with the pipeline on, in ms; of the pair in the middle. */
  public double lossMilliseconds() {
    return Median.of(pairs.stream().mapToDouble(pair -> pair.input() - pair.random()));
  }

  /** How long the step waited for its batch, in ms an image. */
  public double waitMilliseconds() {
    return Median.of(pairs.stream().mapToDouble(Pair::waiting));
  }
}
