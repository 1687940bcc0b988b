package io.spnas.spark;

import io.spnas.report.RunEvent;
import io.spnas.report.RunStart;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the steps of a run took, as its run directory tells. Steps that were done again after a
 * restart count twice, and are taken to have been mean ones.
 *
 * @param steps how many
 * @param coreSeconds their time, by the cores of all workers
 * @param workers number of workers at the first step
 * @param cores cores of a worker
 */
public record StepsTaken(long steps, double coreSeconds, int workers, int cores) {

  /** Of a run; all 0 but the workers where no step was done. */
  public static StepsTaken of(RunView run) {
    Map<String, String> facts =
        run.starts().stream().findFirst().map(RunStart::facts).orElse(Map.of());
    int cores = Integer.parseInt(facts.getOrDefault(RunStart.WORKER_CORES, "1"));
    int workers = Integer.parseInt(facts.getOrDefault(RunStart.WORKERS, "1"));
    TreeMap<Long, Integer> workersFrom = new TreeMap<>(Map.of(0L, workers));
    run.events().forEach(event -> workersFrom.put(event.step(), event.workers()));
    long steps = 0;
    double milliseconds = 0;
    for (StepRecord record : run.records()) {
      int ofAll = workersFrom.lowerEntry(record.step()).getValue() * cores;
      milliseconds += (record.step() - steps) * record.stepMilliseconds() * ofAll;
      steps = record.step();
    }
    long again = run.events().stream().mapToLong(RunEvent::lostSteps).sum();
    double share = steps > 0 ? (double) (steps + again) / steps : 0;
    return new StepsTaken(steps + again, milliseconds * share / 1000, workers, cores);
  }
}
