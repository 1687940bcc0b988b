package io.spnas.cli;

import io.spnas.spark.run.WorkerMemory;
import java.io.IOException;

/** A command that runs workers, each a task with an executor of its own. */
interface WorkerCommand {
  /**
   * What each worker needs; neither Spark nor the run directory is touched.
   *
   * @param cores cores of a worker
   * @throws IOException if what tells of the network can't be read
   */
  WorkerMemory memory(int cores) throws IOException;
}
