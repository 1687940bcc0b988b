package io.spnas.spark.compare;

import io.spnas.report.MetricsLog;
import io.spnas.report.RunDirectory;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run's steps took, by its records.
 *
 * @param images training images that passed through the network, each as often as it did
 * @param coreSeconds time of the steps, times the cores that they had
 */
record LoggedCost(long images, double coreSeconds) {

  /**
   * Adds up the records of a run.
   *
   * @param directory directory of the run
   * @param globalBatch images a step, over all workers
   * @param cores cores of all workers
   * @param hadoop how to reach file systems
   */
  static LoggedCost of(String directory, int globalBatch, int cores, Configuration hadoop)
      throws IOException {
    return of(
        MetricsLog.read(new RunDirectory(directory, hadoop).metrics(), hadoop), globalBatch, cores);
  }

  /** A record's time is the mean over the steps since the record before. */
  static LoggedCost of(List<StepRecord> records, int globalBatch, int cores) {
    long steps = 0;
    double milliseconds = 0;
    for (StepRecord record : records) {
      milliseconds += (record.step() - steps) * record.stepMilliseconds();
      steps = record.step();
    }
    return new LoggedCost(steps * globalBatch, milliseconds / 1000 * cores);
  }
}
