package io.spnas.spark.stage;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * One Spark job of one barrier stage: all workers run at the same time, or none does. Threads of
 * the driver may run one each at the same time.
 */
public final class BarrierStage {
  private static final AtomicLong GROUPS = new AtomicLong();

  private BarrierStage() {}

  /**
   * What a worker does.
   *
   * @param <T> its result
   */
  public interface Task<T> extends Serializable {
    /** Runs on the executor; the partition is the worker's rank. */
    T run(BarrierTaskContext context) throws Exception;
  }

  /**
   * Runs a task on every worker and returns their results in the order of their ranks.
   *
   * @param spark the application
   * @param description what Spark's page calls the job
   * @param workers number of workers
   * @param task what each does
   * @param type class of a result
   * @param patience longest time in which a worker that is alive ends after another one's failure;
   *     executors whose workers don't are replaced
   * @param stop whether the driver ends: workers whose executors are gone are then not waited for,
   *     and none is replaced
   * @throws WorkerFailedException if a worker fails or is lost, with its rank and cause
   * @throws io.spnas.config.InvalidInputException if a worker finds the input at fault
   */
  public static <T> List<T> run(
      JavaSparkContext spark,
      String description,
      int workers,
      Task<T> task,
      Class<T> type,
      Duration patience,
      BooleanSupplier stop) {
    WorkerSlots slots = new WorkerSlots(spark);
    String group = "spnas-" + GROUPS.incrementAndGet();
    WorkerFailures failures = new WorkerFailures(group, workers, patience, slots::isConnected);
    spark.sc().addSparkListener(failures);
    // The interrupt is what wakes a worker that waits for another one.
    spark.setJobGroup(group, description, true);
    try {
      List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
      RDD<Integer> partitions = spark.parallelize(ranks, workers).rdd();
      RDD<T> results =
          partitions
              .barrier()
              .mapPartitions(new Entry<>(task), false, ClassTag$.MODULE$.apply(type));
      JavaRDD<T> collected = new JavaRDD<>(results, ClassTag$.MODULE$.apply(type));
      return new StageEnd(failures, stop, WorkerFailures.REPORTS).await(collected.collectAsync());
    } catch (WorkerFailedException e) {
      throw e;
    } catch (Exception e) {
      List<String> silent = failures.awaitEnds();
      if (!stop.getAsBoolean()) {
        slots.replace(silent);
      }
      throw failures.explain(e);
    } finally {
      spark.sc().removeSparkListener(failures);
      spark.clearJobGroup();
    }
  }

  private static final class Entry<T>
      extends scala.runtime.AbstractFunction1<Iterator<Integer>, Iterator<T>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Task<T> task;

    Entry(Task<T> task) {
      this.task = task;
    }

    @Override
    public Iterator<T> apply(Iterator<Integer> ranks) {
      try {
        T result = task.run(BarrierTaskContext.get());
        return JavaConverters.asScalaIterator(List.of(result).iterator());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw sneaky(e);
      }
    }

    /** Passes a checked exception through Scala's interface, so that Spark reports it as it is. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
      throw (E) e;
    }
  }
}
