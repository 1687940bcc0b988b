package io.spnas.spark.stage;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A Spark job of tasks that need each other for nothing, so small that cores share the load evenly.
 * Each result is handed over when its task ends. What a lost executor had not finished, others do.
 *
 * @param <T> a task's result
 */
public final class SeparateTasks<T> {
  private static final long POLL_MS = 500;

  private final JavaSparkContext spark;
  private final Function<Integer, T> task;
  private final BooleanSupplier stop;

  /**
   * @param spark the application
   * @param task computes the result of a number, on an executor
   * @param stop whether to stop
   */
  public SeparateTasks(JavaSparkContext spark, Function<Integer, T> task, BooleanSupplier stop) {
    this.spark = spark;
    this.task = task;
    this.stop = stop;
  }

  /**
   * Gets results as they come.
   *
   * @param <T> a result
   */
  public interface Results<T> {
    /** The result of the task with this number. */
    void accept(int number, T result) throws IOException;
  }

  private record Done<T>(int number, T result) {}

  /**
   * Runs all tasks, in parts of one Spark task each.
   *
   * @param description what Spark's page calls the job
   * @param count number of tasks, numbered from 0
   * @param results gets each result, on the calling thread
   * @throws InvalidInputException if a task finds the input at fault
   * @throws WorkerFailedException if a task fails too often
   * @throws RunStoppedException if the work is to stop
   * @throws IOException if a result can't be taken
   */
  public void run(String description, int count, Results<T> results) throws IOException {
    BlockingQueue<Done<T>> done = new LinkedBlockingQueue<>();
    spark.sc().setJobDescription(description);
    SimpleFutureAction<Object> job = submit(count, done);
    try {
      while (!job.isCompleted() || !done.isEmpty()) {
        Done<T> next = done.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (next != null) {
          results.accept(next.number, next.result);
        } else if (stop.getAsBoolean()) {
          throw new RunStoppedException("Stopped, as asked; --resume continues");
        }
      }
      job.value().get().get();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted: the cluster ends the application", e);
    } catch (Exception e) {
      throw explain(e);
    } finally {
      job.cancel();
      spark.sc().setJobDescription(null);
    }
  }

  private SimpleFutureAction<Object> submit(int count, BlockingQueue<Done<T>> done) {
    JavaRDD<T> computed =
        spark.parallelize(IntStream.range(0, count).boxed().toList(), count).map(task);
    Seq<Object> partitions =
        JavaConverters.asScalaBuffer(IntStream.range(0, count).<Object>mapToObj(i -> i).toList())
            .toSeq();
    Function2<Object, T, BoxedUnit> handler =
        new AbstractFunction2<>() {
          @Override
          public BoxedUnit apply(Object number, T result) {
            done.add(new Done<>((Integer) number, result));
            return BoxedUnit.UNIT;
          }
        };
    return spark
        .sc()
        .submitJob(
            computed.rdd(),
            new Only<>(),
            partitions,
            handler,
            new AbstractFunction0<Object>() {
              @Override
              public Object apply() {
                return BoxedUnit.UNIT;
              }
            });
  }

  /** A partition has one result. */
  private static final class Only<T> extends AbstractFunction1<Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public T apply(Iterator<T> results) {
      return results.next();
    }
  }

  private static RuntimeException explain(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException refused) {
        return refused;
      }
    }
    return new WorkerFailedException(WorkerFailure.firstLine(thrown.getMessage()), false, thrown);
  }
}
