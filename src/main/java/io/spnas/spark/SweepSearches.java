package io.spnas.spark;

import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the searches of a sweep, a few at a time, each in a thread of the driver. One that fails
 * does not end the others. A driver that is told to end tells all of them at once.
 */
final class SweepSearches {
  private static final Logger LOG = LoggerFactory.getLogger(SweepSearches.class);

  private final int parallel;
  private final Configuration hadoop;
  private final Set<SweepSearch> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param parallel how many run at the same time
   * @param hadoop how to reach file systems
   */
  SweepSearches(int parallel, Configuration hadoop) {
    this.parallel = parallel;
    this.hadoop = hadoop;
  }

  /**
   * How a search ended.
   *
   * @param search the search
   * @param outcome what it found; null if it failed
   * @param failure why it failed; null if it did not
   */
  record Ended(SweepSearch search, SearchOutcome outcome, Throwable failure) {

    static Ended found(SweepSearch search, SearchOutcome outcome) {
      return new Ended(search, outcome, null);
    }

    boolean isFailed() {
      return failure != null;
    }

    /** Why it failed, in one line. */
    String reason() {
      String message = failure.getMessage();
      return message == null || message.isBlank()
          ? failure.getClass().getSimpleName()
          : message.strip().split("\\R", 2)[0];
    }
  }

  /**
   * Runs searches to their ends.
   *
   * @return how each ended, in their order
   * @throws RunStoppedException if the driver is told to end
   */
  List<Ended> run(JavaSparkContext spark, List<SweepSearch> searches) {
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try (OrderlyExit exit =
        new OrderlyExit(OrderlyExit.Order.SWEEP, Duration.ofSeconds(1), this::tell)) {
      List<Future<Ended>> futures =
          searches.stream().map(search -> threads.submit(() -> run(spark, search))).toList();
      List<Ended> ends = new ArrayList<>();
      for (Future<Ended> future : futures) {
        ends.add(future.get());
      }
      if (stopping) {
        throw new RunStoppedException("Stopped, as asked; --resume continues the sweep");
      }
      return ends;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A search's thread has ended", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted: the cluster ends the application", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Ended run(JavaSparkContext spark, SweepSearch search) {
    if (stopping) {
      return new Ended(search, null, new RunStoppedException("Not begun"));
    }
    running.add(search);
    try {
      return Ended.found(search, search.job(hadoop).run(() -> spark));
    } catch (Exception | Error e) {
      Ended failed = new Ended(search, null, e);
      LOG.error("[{}] {}", search.name(), failed.reason());
      LOG.debug("[{}] failed", search.name(), e);
      return failed;
    } finally {
      running.remove(search);
    }
  }

  /** Each run's own end waits for its workers. */
  private boolean tell() {
    stopping = true;
    for (SweepSearch search : running) {
      try {
        RunDirectory directory = new RunDirectory(search.request().runDirectory(), hadoop);
        if (directory.holdsRun()) {
          directory.requestStop();
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("[{}] Cannot ask the workers to stop: {}", search.name(), e.getMessage());
      }
    }
    return false;
  }
}
