package io.spnas.spark.stage;

import io.spnas.collective.CollectiveException;
import io.spnas.config.InvalidInputException;
import io.spnas.data.CorruptImageException;
import io.spnas.data.CorruptShardException;
import io.spnas.train.ReplicaDivergenceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskEndReason;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;

/**
 * One worker's failure, as Spark reports it.
 *
 * @param kind whether it explains the others
 * @param rank the worker
 * @param host where it ran
 * @param exception class of what it threw; empty if it was lost
 * @param message what it said
 * @param accused the worker that it holds responsible, if it could not go on without another one
 */
record WorkerFailure(
    Kind kind, int rank, String host, String exception, String message, OptionalInt accused) {

  /** Kinds of failures, the ones that explain others first. */
  enum Kind {
    /** The worker threw an exception of its own. */
    OWN,
    /** The worker's executor was lost. */
    LOST,
    /** The worker could not go on without another one. */
    CONSEQUENCE
  }

  /** Failures to read that would come again, with the same input. */
  private static final List<Class<?>> LASTING =
      List.of(CorruptShardException.class, CorruptImageException.class);

  /** Failures of a machine or its connections. */
  private static final List<Class<?>> PASSING =
      List.of(IOException.class, CollectiveException.class, ReplicaDivergenceException.class);

  private static final String DISK_FULL = "No space left on device";

  /** The failure that a task's end tells of; empty if it succeeded, or Spark ended it. */
  static Optional<WorkerFailure> of(SparkListenerTaskEnd end) {
    TaskEndReason reason = end.reason();
    TaskInfo task = end.taskInfo();
    if (reason instanceof ExceptionFailure failure) {
      OptionalInt accused = accused(failure);
      boolean consequence = failure.className().equals(CollectiveException.class.getName());
      return Optional.of(
          new WorkerFailure(
              consequence ? Kind.CONSEQUENCE : Kind.OWN,
              task.index(),
              task.host(),
              failure.className(),
              firstLine(failure.description()),
              accused));
    }
    if (reason instanceof ExecutorLostFailure lost) {
      String why = lost.reason().isDefined() ? lost.reason().get() : "no reason given";
      String message = "executor " + lost.execId() + " was lost: " + firstLine(why);
      return Optional.of(
          new WorkerFailure(
              Kind.LOST, task.index(), task.host(), "", message, OptionalInt.empty()));
    }
    return Optional.empty();
  }

  private static OptionalInt accused(ExceptionFailure failure) {
    return failure.exception().isDefined()
            && failure.exception().get() instanceof CollectiveException broken
        ? broken.failedRank()
        : OptionalInt.empty();
  }

  /** Whether the run can go on from a checkpoint. */
  boolean isPassing() {
    return kind == Kind.LOST || isA(PASSING) && !isA(LASTING) && !message.contains(DISK_FULL);
  }

  boolean isInvalidInput() {
    return isA(List.of(InvalidInputException.class));
  }

  private boolean isA(List<Class<?>> classes) {
    try {
      Class<?> thrown = Class.forName(exception);
      return classes.stream().anyMatch(c -> c.isAssignableFrom(thrown));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static String firstLine(String message) {
    return String.valueOf(message).strip().split("\\R", 2)[0];
  }
}
