package io.spnas.spark.live;

import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.MDC;

/**
 * Names a run in the log's context, of this thread and, by Spark, of the executors' threads that
 * run its tasks. Keys begin with {@code mdc.}, as Spark's do.
 */
public final class LogContext implements AutoCloseable {
  private static final String RUN = "mdc.run";
  private static final String RANK = "mdc.rank";

  private final JavaSparkContext spark;

  private LogContext(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Names the run that this thread goes on with. */
  public static LogContext ofRun(JavaSparkContext spark, String directory) {
    spark.setLocalProperty(RUN, directory);
    MDC.put(RUN, directory);
    return new LogContext(spark);
  }

  /** Names the worker that this thread is, on its executor. */
  public static MDC.MDCCloseable ofRank(int rank) {
    return MDC.putCloseable(RANK, Integer.toString(rank));
  }

  @Override
  public void close() {
    MDC.remove(RUN);
    spark.setLocalProperty(RUN, null);
  }
}
