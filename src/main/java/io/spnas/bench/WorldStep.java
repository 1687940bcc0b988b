package io.spnas.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of one step of all workers went, in ms: means over the workers.
 *
 * @param total the whole step
 * @param input waiting for the batch
 * @param compute forward, loss, backward
 * @param allReduce sum over the workers and the mean of it, waiting included
 * @param waiting how long before the slowest worker a worker came to the all-reduce
 * @param other all else: update of weights, thresholds and moving averages
 */
public record WorldStep(
    double total, double input, double compute, double allReduce, double waiting, double other) {

  static WorldStep of(List<WorkerStep> workers) {
    double before = mean(workers, WorkerStep::beforeAllReduce);
    double slowest = workers.stream().mapToDouble(WorkerStep::beforeAllReduce).max().orElseThrow();
    return new WorldStep(
        mean(workers, WorkerStep::total),
        mean(workers, WorkerStep::input),
        mean(workers, WorkerStep::compute),
        mean(workers, WorkerStep::allReduce),
        slowest - before,
        mean(workers, WorkerStep::other));
  }

  private static double mean(List<WorkerStep> workers, ToDoubleFunction<WorkerStep> value) {
    return workers.stream().mapToDouble(value).average().orElseThrow();
  }
}
