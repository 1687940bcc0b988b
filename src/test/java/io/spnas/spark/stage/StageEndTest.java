package io.spnas.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stage of two workers whose executors come and go, as the driver sees it. */
@Timeout(60)
class StageEndTest {
  private static final Duration REPORTS = Duration.ofMillis(300);

  /** Many times {@link #REPORTS}. */
  private static final Duration LONG = Duration.ofSeconds(3);

  private final Set<String> connected = ConcurrentHashMap.newKeySet();
  private final WorkerFailures workers =
      new WorkerFailures("group", 2, Duration.ofMinutes(1), connected::contains);
  private final CompletableFuture<List<String>> job = new CompletableFuture<>();
  private volatile boolean stop;

  StageEndTest() {
    workers.watch(0);
    for (int rank = 0; rank < 2; rank++) {
      connected.add("executor-" + rank);
      workers.onTaskStart(new SparkListenerTaskStart(0, 0, task(rank)));
    }
  }

  private static TaskInfo task(int rank) {
    return new TaskInfo(
        rank, rank, 0, rank, 0, "executor-" + rank, "host-" + rank, TaskLocality.ANY(), false);
  }

  private CompletableFuture<List<String>> awaiting() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new StageEnd(workers, () -> stop, REPORTS).await(job);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void assertWaits(CompletableFuture<?> awaiting) {
    assertThatThrownBy(() -> awaiting.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void aDriverThatEndsDoesNotWaitForWorkersThatAreGone() {
    stop = true;
    connected.clear();
    assertThatThrownBy(() -> awaiting().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WorkerFailedException.class)
        .hasMessageContaining("no worker is left");
  }

  @Test
  void aDriverThatEndsWaitsWhileAWorkerMayKeepACheckpoint() throws Exception {
    stop = true;
    connected.remove("executor-0");
    CompletableFuture<List<String>> awaiting = awaiting();
    assertWaits(awaiting);
    job.complete(List.of("kept", "kept"));
    assertThat(awaiting.get()).containsExactly("kept", "kept");
  }

  @Test
  void whoeverHasEndedIsNotWaitedForThoughItsExecutorIsThere() {
    stop = true;
    workers.onTaskEnd(new SparkListenerTaskEnd(0, 0, "", Success$.MODULE$, task(1), null, null));
    connected.remove("executor-0");
    assertThatThrownBy(() -> awaiting().get()).hasCauseInstanceOf(WorkerFailedException.class);
  }

  @Test
  void otherwiseSparkTellsOfLostWorkers() throws Exception {
    connected.clear();
    CompletableFuture<List<String>> awaiting = awaiting();
    assertWaits(awaiting);
    job.completeExceptionally(new IOException("executor lost"));
    assertThatThrownBy(awaiting::get).hasRootCauseMessage("executor lost");
  }

  @Test
  void resultsThatArriveLateCount() throws Exception {
    stop = true;
    connected.clear();
    job.completeOnTimeout(List.of("kept"), 100, TimeUnit.MILLISECONDS);
    assertThat(awaiting().get()).containsExactly("kept");
  }
}
