package io.spnas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How fast a thread gets through images, for each kind of work and round. */
public final class InputRates {
  private final List<Map<Kind, Double>> rounds = new ArrayList<>();

  /** What is done to an image. */
  public enum Kind {
    TRAINING("decode, crop, resize, flip, normalise as training does"),
    OPENCV("OpenCV alone: decode, resize"),
    IMAGEIO("ImageIO: decode"),
    IMAGEIO_RESIZE("ImageIO: decode, resize");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }

  /**
   * Takes in a round, in which every kind of work met the same images.
   *
   * @param imagesPerSecond of one thread
   */
  void add(Map<Kind, Double> imagesPerSecond) {
    rounds.add(Map.copyOf(imagesPerSecond));
  }

  /** Rounds so far. */
  public int rounds() {
    return rounds.size();
  }

  /** Images/s of one thread in the middle round. */
  public double imagesPerSecond(Kind kind) {
    return median(round -> round.get(kind));
  }

  /** What one image costs a thread in the middle round, in ms. */
  public double milliseconds(Kind kind) {
    return 1000 / imagesPerSecond(kind);
  }

  /** How many times as fast as another kind, in the round where that is in the middle. */
  public double ratio(Kind kind, Kind other) {
    return median(round -> round.get(kind) / round.get(other));
  }

  private double median(ToDoubleFunction<Map<Kind, Double>> value) {
    return Median.of(rounds.stream().mapToDouble(value));
  }
}
