package io.spnas.bench;

import io.spnas.bench.World.Link;

/**
 * A prediction beside what was measured.
 *
 * @param predicted with all workers on this machine
 * @param measured median step over a ring
 */
public record ScaleValidation(ScalePrediction predicted, WorldStep measured) {

  /** Compares a model, whose host is this machine, with a benchmark that has had its rounds. */
  public static ScaleValidation of(ScaleModel model, int workers, ScalingBenchmark benchmark) {
    World world = new World(workers, workers == 1 ? Link.NONE : Link.RING);
    return new ScaleValidation(
        model.withWorkersPerHost(workers).predict(workers), benchmark.series(world).median());
  }

  /** How far the predicted step is off, as a share of the measured one; negative if too short. */
  public double error() {
    return predicted.total() / measured.total() - 1;
  }
}
