package io.spnas.nas;

import io.spnas.engine.NetworkMemory;
import io.spnas.engine.ParameterLayout;
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
    ParameterLayout layout = ParameterLayout.of(shape);
    return new SupernetSize(
        layout.parameters(),
        layout.statisticValues(),
        NetworkMemory.of(shape, worker.batch(), worker.threads()));
  }
}
