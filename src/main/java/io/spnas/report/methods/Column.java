package io.spnas.report.methods;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What is known of each cell in a number, and how tables show it. */
public enum Column {
  /** Share of the validation images that the trained network classifies right. */
  TOP1(
      "top1",
      "top-1, %",
      100,
      "Share of the validation images that the trained network classifies right.",
      result -> OptionalDouble.of(result.top1())),
  /** Runtime of the network for an image, as the latency table predicts it. */
  PREDICTED_MS(
      "predicted_ms",
      "predicted, ms",
      1,
      "Runtime of the network for an image, as the latency table predicts it.",
      result -> result.predictedMs()),
  /** Runtime of the network for an image, as measured on the comparison's machine. */
  MEASURED_MS(
      "measured_ms",
      "measured, ms",
      1,
      "Runtime of the network for an image, as measured on the comparison's machine.",
      result -> result.measuredMs()),
  /** Weights of the network. */
  PARAMETERS(
      "parameters",
      "parameters, M",
      1e-6,
      "Weights of the network, in millions.",
      result -> OptionalDouble.of(result.parameters())),
  /** Multiply-adds of the network for an image. */
  MULTIPLY_ADDS(
      "multiply_adds",
      "MACs, M",
      1e-6,
      "Multiply-adds of the network for an image, in millions.",
      result -> OptionalDouble.of(result.multiplyAdds())),
  /** Images that passed through the supernet during the search, each as often as it did. */
  SEARCH_IMAGES(
      "search_images",
      "images, k",
      1e-3,
      "Images that passed through the supernet during the search, each as often as it did: those it"
          + " was trained on, and those on which candidates were scored; in thousands.",
      result -> OptionalDouble.of(result.search().images())),
  /** Time of the search, times the cores that it had. */
  SEARCH_CORE_SECONDS(
      "search_core_seconds",
      "search, core\u00b7s",
      1,
      "Time of the search's steps and scores, times the cores that they had. A supernet that several"
          + " searches share counts for each of them.",
      result -> OptionalDouble.of(result.search().coreSeconds())),
  /** Memory of a worker's network at the peak of a step of the search. */
  PEAK_MEMORY_BYTES(
      "peak_memory_bytes",
      "memory, MB",
      1e-6,
      "Memory of a worker's network at the peak of a step of the search, by the formula that tells a"
          + " cluster's memory, in megabytes; parameters and input aside.",
      result -> OptionalDouble.of(result.search().peakMemoryBytes())),
  /** Weights of the supernet, and what decides between its operations. */
  SUPERNET_PARAMETERS(
      "supernet_parameters",
      "supernet, M",
      1e-6,
      "Weights of the supernet, and what decides between its operations, in millions.",
      result -> OptionalDouble.of(result.search().supernetParameters())),
  /** Time of the found network's training, times the cores that it had. */
  TRAIN_CORE_SECONDS(
      "train_core_seconds",
      "training, core\u00b7s",
      1,
      "Time of the found network's training, times the cores that it had.",
      result -> OptionalDouble.of(result.trainCoreSeconds()));

  /** What was found. */
  public static final List<Column> FOUND =
      List.of(TOP1, PREDICTED_MS, MEASURED_MS, PARAMETERS, MULTIPLY_ADDS);

  /** What it took. */
  public static final List<Column> TOOK =
      List.of(
          SEARCH_IMAGES,
          SEARCH_CORE_SECONDS,
          PEAK_MEMORY_BYTES,
          SUPERNET_PARAMETERS,
          TRAIN_CORE_SECONDS);

  private final String field;
  private final String head;
  private final double scale;
  private final String meaning;
  private final Function<CellResult, OptionalDouble> value;

  Column(
      String field,
      String head,
      double scale,
      String meaning,
      Function<CellResult, OptionalDouble> value) {
    this.field = field;
    this.head = head;
    this.scale = scale;
    this.meaning = meaning;
    this.value = value;
  }

  /** Its name in compare.json, where it has no scale. */
  String field() {
    return field;
  }

  /** What stands above it in a table, with its unit. */
  public String head() {
    return head;
  }

  /** What it is, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** What a table's unit is of the value's own. */
  double scale() {
    return scale;
  }

  /** The value of a cell, in the unit of {@link CellResult}. */
  OptionalDouble of(CellResult result) {
    return value.apply(result);
  }

  /** The value of a cell, in the unit of tables. */
  public OptionalDouble shown(CellResult result) {
    OptionalDouble own = of(result);
    return own.isPresent() ? OptionalDouble.of(scale * own.getAsDouble()) : own;
  }
}
