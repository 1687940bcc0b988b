package io.spnas.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a network costs on a device, and what a search may make small. */
public enum Objective {
  /** Time of one inference. */
  LATENCY("ms", Total.SUM),
  /** Energy of one inference. */
  ENERGY("mJ", Total.SUM),
  /** Most memory that activations take at a time. */
  MEMORY("MB", Total.MAX),
  /** Multiply-adds of one image. */
  MULTIPLY_ADDS("million", Total.SUM),
  /** Weights, biases, scales and shifts. */
  PARAMETERS("million", Total.SUM);

  private final String unit;
  private final Total total;

  /** How a network's cost follows from those of its layers. */
  public enum Total {
    /** Their sum. */
    SUM,
    /** The largest of them. */
    MAX
  }

  Objective(String unit, Total total) {
    this.unit = unit;
    this.total = total;
  }

  /** Unit of the costs in tables. */
  public String unit() {
    return unit;
  }

  /** How a network's cost follows from those of its layers. */
  public Total total() {
    return total;
  }

  /** Name in settings and tables, such as {@code multiply-adds}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The objective of a name. */
  public static Optional<Objective> named(String label) {
    return Arrays.stream(values()).filter(value -> value.label().equals(label)).findFirst();
  }

  /** All names, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(Objective::label).collect(Collectors.joining(", "));
  }
}
