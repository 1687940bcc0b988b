package io.spnas.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spnas.collective.CollectiveException;
import io.spnas.collective.RingServer;
import io.spnas.collective.RingSettings;
import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkException;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.JavaConverters;

/** Reports of three workers' ends, in the order in which Spark may pass them on. */
class WorkerFailuresTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Exception FROM_SPARK = new SparkException("Job aborted");

  private final Set<String> disconnected = new HashSet<>();
  private final WorkerFailures failures = failures(PATIENCE);

  WorkerFailuresTest() {
    for (int rank = 0; rank < 3; rank++) {
      failures.onTaskStart(new SparkListenerTaskStart(0, 0, task(rank)));
    }
  }

  private WorkerFailures failures(Duration patience) {
    WorkerFailures watching =
        new WorkerFailures("group", 3, patience, executor -> !disconnected.contains(executor));
    watching.watch(0);
    return watching;
  }

  private static TaskInfo task(int rank) {
    return new TaskInfo(
        rank, rank, 0, rank, 0, "executor-" + rank, "host-" + rank, TaskLocality.ANY(), false);
  }

  private void end(int rank, TaskEndReason reason) {
    failures.onTaskEnd(new SparkListenerTaskEnd(0, 0, "", reason, task(rank), null, null));
  }

  private static TaskEndReason threw(Throwable thrown) {
    return new ExceptionFailure(
        thrown, JavaConverters.asScalaBuffer(List.<AccumulableInfo>of()).toSeq());
  }

  private static TaskEndReason lost(int rank) {
    return new ExecutorLostFailure("executor-" + rank, true, Option.apply("exit code 137\nmore"));
  }

  /** What rank 0 of a ring throws that can't reach rank 1. */
  private static CollectiveException brokenRing() throws Exception {
    RingSettings settings = RingSettings.of("broken", Duration.ofSeconds(5));
    try (RingServer server = RingServer.bind("127.0.0.1", settings, Optional.empty())) {
      return catchThrowableOfType(
          () -> server.connect(0, List.of(server.address(), "127.0.0.1:1")),
          CollectiveException.class);
    }
  }

  private WorkerFailedException failed() {
    RuntimeException explained = failures.explain(FROM_SPARK);
    assertThat(explained).isInstanceOf(WorkerFailedException.class);
    return (WorkerFailedException) explained;
  }

  @Test
  void aLostExecutorExplainsABrokenRing() throws Exception {
    end(0, threw(brokenRing()));
    end(2, lost(2));
    assertThat(failed())
        .hasMessage("Worker 2 of 3 on host-2 failed: executor executor-2 was lost: exit code 137");
    assertThat(failed().isPassing()).isTrue();
  }

  @Test
  void aWorkersOwnFailureExplainsALostExecutor() {
    end(2, lost(2));
    end(1, threw(new IllegalStateException("a fault\nin two lines")));
    assertThat(failed()).hasMessage("Worker 1 of 3 on host-1 failed: a fault");
    assertThat(failed().isPassing()).isFalse();
  }

  @Test
  void aBrokenRingNamesTheWorkerThatIsMissedAndItsHost() throws Exception {
    end(0, threw(brokenRing()));
    assertThat(failed().getMessage()).startsWith("Worker 1 of 3 on host-1 is lost: Rank 0 of 2");
    assertThat(failed().isPassing()).isTrue();
  }

  @Test
  void whatTheInputIsAtFaultForIsTheUsersMistake() {
    end(1, threw(new InvalidInputException("Class %d", 7)));
    assertThat(failures.explain(FROM_SPARK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Class 7");
  }

  @Test
  void aFileSystemsFailureMayPassButAFullDiskLasts() {
    end(1, threw(new IOException("Could not obtain block")));
    assertThat(failed().isPassing()).isTrue();
    WorkerFailures others = failures(PATIENCE);
    others.onTaskEnd(
        new SparkListenerTaskEnd(
            0, 0, "", threw(new IOException("No space left on device")), task(1), null, null));
    assertThat(((WorkerFailedException) others.explain(FROM_SPARK)).isPassing()).isFalse();
  }

  @Test
  void withoutAReportSparksOwnMessageIsAllThereIs() {
    assertThat(failed()).hasMessage("Job aborted");
    assertThat(failed().isPassing()).isFalse();
  }

  @Test
  void executorsWhoseWorkersDoNotEndAreGiven() throws Exception {
    end(0, threw(brokenRing()));
    end(2, Success$.MODULE$);
    assertThat(failures.awaitEnds()).containsExactly("executor-1");
  }

  @Test
  void aWorkerThatIsNoLongerConnectedIsNotWaitedForForLong() {
    WorkerFailures patient = failures(Duration.ofMinutes(5));
    patient.onTaskStart(new SparkListenerTaskStart(0, 0, task(1)));
    disconnected.add("executor-1");
    List<String> silent =
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> patient.awaitEnds());
    assertThat(silent).containsExactly("executor-1");
  }

  @Test
  void anotherStagesWorkersAreNotItsOwn() {
    int other = 1;
    failures.onTaskStart(new SparkListenerTaskStart(other, 0, task(2)));
    failures.onTaskEnd(
        new SparkListenerTaskEnd(
            other, 0, "", threw(new IllegalStateException("theirs")), task(1), null, null));
    assertThat(failed()).hasMessage("Job aborted");
    for (int rank = 0; rank < 3; rank++) {
      end(rank, Success$.MODULE$);
    }
    assertThat(failures.awaitEnds()).isEmpty();
  }

  @Test
  void nobodyIsGivenWhenAllHaveEnded() {
    for (int rank = 0; rank < 3; rank++) {
      end(rank, lost(rank));
    }
    assertThat(failures.awaitEnds()).isEmpty();
  }
}
