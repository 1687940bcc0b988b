package io.spnas.engine;

import io.spnas.engine.InferenceMaps.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * What one thread computes of some images of a batch, up to their features: all of them, or a strip
 * of rows of each map, with other threads that compute the other strips.
 */
final class InferenceLane {
  private final InferenceWeights weights;
  private final InferenceMaps maps;
  private final int strip;
  private final Primitives primitives;
  private final Arena arena;
  private final Kernels kernels = Lanes.kernels();
  private final List<InferenceStep> steps = new ArrayList<>();
  private Place place = Place.EVEN;
  private Place between = Place.EVEN;
  private Place expanded = Place.EXPANDED_EVEN;
  private boolean readsBetween;

  /**
   * Makes a lane's primitives. To be called by the thread that will run it.
   *
   * @param weights the network's weights
   * @param maps memory of the maps; shared by the lanes that compute the same images
   * @param strip number of the strip that it computes
   * @param batch where images come from
   * @param features where features go, [C/B, N, B]
   * @param primitives of the calling thread
   * @param arena where memory comes from
   */
  InferenceLane(
      InferenceWeights weights,
      InferenceMaps maps,
      int strip,
      InferenceBatch batch,
      long features,
      Primitives primitives,
      Arena arena) {
    this.weights = weights;
    this.maps = maps;
    this.strip = strip;
    this.primitives = primitives;
    this.arena = arena;
    Strips input = null;
    for (Unit unit : weights.units()) {
      Place from = place;
      place = next(unit.role());
      Strips output = maps.at(place, unit.shape().out());
      switch (unit.role()) {
        case STEM -> addStem(unit, batch, output);
        case DEPTHWISE -> {
          addDepthwise(unit, input, output);
          readsBetween = from == between;
        }
        default -> addDense(unit, input, output);
      }
      input = output;
    }
    steps.add(new PoolStep(input, maps, strip, batch.size(), features, kernels));
  }

  /** Images at a time. */
  int images() {
    return maps.images();
  }

  /** Where the output of a convolution goes. */
  private Place next(Unit.Role role) {
    return switch (role) {
      case STEM, PROJECT_AND_ADD -> between;
      case PROJECT -> between = between.other();
      case DEPTHWISE -> Place.FILTERED;
      case EXPAND, HEAD -> expanded = expanded.other();
    };
  }

  private void addStem(Unit unit, InferenceBatch batch, Strips output) {
    int rows = output.rows(strip);
    if (rows > 0) {
      int first = output.first(strip);
      ConvolutionShape part = unit.shape().strip(first, rows);
      ImageStep images = new ImageStep(batch, unit.shape(), first, part, images(), kernels, arena);
      steps.add(images);
      Primitives.Run run =
          weights
              .dense(unit)
              .run(part, images(), images.address(), output.strip(strip), primitives);
      steps.add(image -> run.run());
    }
  }

  private void addDense(Unit unit, Strips input, Strips output) {
    // What a block adds to, its depthwise convolution may have read, other threads' rows included.
    boolean crosses = readsBetween && unit.role() == Unit.Role.PROJECT_AND_ADD;
    int rows = output.rows(strip);
    if (rows == 0) {
      steps.add(new PointwiseStep(() -> {}, crosses));
      return;
    }
    ConvolutionShape part = unit.shape().strip(output.first(strip), rows);
    Primitives.Run run =
        weights
            .dense(unit)
            .run(part, images(), input.strip(strip), output.strip(strip), primitives);
    steps.add(new PointwiseStep(run::run, crosses));
  }

  private void addDepthwise(Unit unit, Strips input, Strips output) {
    steps.add(
        new DepthwiseStep(
            unit.shape(),
            weights.depthwise(unit),
            weights.bounds(),
            kernels,
            input,
            output,
            images(),
            strip));
  }

  /**
   * Computes the features of some images.
   *
   * @param first number of the first of them in the batch
   * @param meet waits for the other threads that compute the same images
   */
  void run(int first, Runnable meet) {
    for (InferenceStep step : steps) {
      if (step.crosses()) {
        meet.run();
      }
      step.run(first);
    }
  }

  /** A strip of a 1x1 convolution. */
  private record PointwiseStep(Runnable convolution, boolean crosses) implements InferenceStep {
    @Override
    public void run(int first) {
      convolution.run();
    }
  }
}
