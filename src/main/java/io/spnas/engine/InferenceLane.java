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
    Place current = Place.EVEN;
    Strips x = null;
    Strips input = null;
    for (Unit unit : weights.units()) {
      Place place =
          switch (unit.role()) {
            case STEM, PROJECT_AND_ADD -> current;
            case PROJECT -> current.other();
            case DEPTHWISE -> Place.FILTERED;
            case EXPAND, HEAD -> Place.EXPANDED;
          };
      Strips output = maps.at(place, unit.shape().out());
      switch (unit.role()) {
        case STEM -> addStem(unit, batch, output);
        case DEPTHWISE -> addDepthwise(unit, input, output);
        default -> addDense(unit, input.strip(strip), output);
      }
      if (place == Place.EVEN || place == Place.ODD) {
        current = place;
      }
      input = output;
    }
    steps.add(new PoolStep(input, maps, strip, batch.size(), features, kernels));
  }

  /** Images at a time. */
  int images() {
    return maps.images();
  }

  private void addStem(Unit unit, InferenceBatch batch, Strips output) {
    int rows = output.rows(strip);
    if (rows > 0) {
      int first = output.first(strip);
      ConvolutionShape part = unit.shape().strip(first, rows);
      ImageStep images = new ImageStep(batch, unit.shape(), first, part, images(), kernels, arena);
      steps.add(images);
      addConvolution(unit, part, images.address(), output);
    }
  }

  private void addDense(Unit unit, long in, Strips output) {
    int rows = output.rows(strip);
    if (rows > 0) {
      addConvolution(unit, unit.shape().strip(output.first(strip), rows), in, output);
    }
  }

  private void addConvolution(Unit unit, ConvolutionShape part, long in, Strips output) {
    Primitives.Run run =
        weights.dense(unit).run(part, images(), in, output.strip(strip), primitives);
    steps.add(first -> run.run());
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
        step.run(first);
        meet.run();
      } else {
        step.run(first);
      }
    }
  }
}
