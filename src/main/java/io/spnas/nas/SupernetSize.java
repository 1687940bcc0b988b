package io.spnas.nas;

import io.spnas.engine.NetworkMemory;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.PathMemory;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;

/**
 * What a worker's copy of a supernet takes.
 *
 * @param weights number of its weights; what decides between operations is not among them
 * @param statistics number of its batch norms' means and variances
 * @param memory memory of a step
 */
public record SupernetSize(long weights, long statistics, NetworkMemory memory) {

  /** Of a supernet that has the shape of a plain network, as the single-path one does. */
  public static SupernetSize of(NetworkShape shape, SupernetWorker worker) {
    return of(MultiPathShape.of(shape), PathMemory.ALL, worker);
  }

  /**
   * Of a multi-path supernet.
   *
   * @param shape its shape
   * @param paths how many paths of a layer a step may compute
   * @param worker the worker
   */
  public static SupernetSize of(MultiPathShape shape, PathMemory paths, SupernetWorker worker) {
    ParameterLayout layout = ParameterLayout.of(shape);
    return new SupernetSize(
        layout.parameters(),
        layout.statisticValues(),
        NetworkMemory.of(shape, paths, worker.batch(), worker.threads()));
  }
}
