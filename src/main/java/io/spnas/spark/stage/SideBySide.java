package io.spnas.spark.stage;

import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several runs of one application, a few at a time, each in a thread of the driver. One that builds
 * on others begins when these have ended. One that fails does not end the others, but for what
 * needs its outcome. A driver that is told to end tells all of them at once.
 *
 * @param <T> what comes out of a run
 */
public final class SideBySide<T> {
  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

  private final String whole;
  private final Room room;
  private final Configuration hadoop;
  private final List<Part<T>> waiting = new ArrayList<>();
  private final Set<Part<T>> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Ended<T>> ended = new LinkedHashMap<>();
  private volatile boolean stopping;

  /**
   * Room for the workers.
   *
   * @param parallel how many runs at the same time
   * @param workers workers of each
   * @param patience longest wait for the room
   */
  public record Room(int parallel, int workers, Duration patience) {}

  /**
   * One of the runs.
   *
   * @param name names it in what is told, such as {@code lambda-0.0006}
   * @param directory its run directory
   * @param needs names of the runs whose outcome it needs, which come before it
   * @param after names of the runs that must have ended before it begins, which come before it
   * @param work does it, from where its directory tells that it is
   */
  public record Part<T>(
      String name, String directory, Set<String> needs, Set<String> after, Work<T> work) {

    /** One that builds on no other. */
    public Part(String name, String directory, Work<T> work) {
      this(name, directory, Set.of(), Set.of(), work);
    }

    private boolean canBegin(Set<String> ended) {
      return ended.containsAll(needs) && ended.containsAll(after);
    }
  }

  /** What a run does. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs to the end, on workers of the application. */
    T run(Supplier<JavaSparkContext> spark) throws IOException;
  }

  /**
   * How a run ended.
   *
   * @param part the run
   * @param outcome what came out; null if it failed
   * @param reason why it failed, in one line; null if it did not
   */
  public record Ended<T>(Part<T> part, T outcome, String reason) {

    /** Whether nothing came out. */
    public boolean isFailed() {
      return reason != null;
    }
  }

  /**
   * @param whole word for all of them in messages, such as {@code sweep}
   * @param room room for the workers
   * @param hadoop how to reach file systems
   */
  public SideBySide(String whole, Room room, Configuration hadoop) {
    this.whole = whole;
    this.room = room;
    this.hadoop = hadoop;
  }

  /**
   * Waits until there is room for the workers of all that run at the same time.
   *
   * @param runs how many runs there are that can do so
   * @throws io.spnas.config.InvalidInputException if the room does not come
   */
  public void requireRoom(JavaSparkContext spark, int runs) {
    int workers = room.workers() * Math.min(room.parallel(), runs);
    new WorkerSlots(spark).await(workers, room.patience(), () -> false);
  }

  /**
   * Runs all to their ends; to be called once.
   *
   * @param parts the runs; those that can begin do so in this order
   * @param listener hears of each end, from several threads
   * @return how each ended, in the order of the ends
   * @throws RunStoppedException if the driver is told to end
   */
  public List<Ended<T>> run(
      JavaSparkContext spark, List<Part<T>> parts, Consumer<Ended<T>> listener) {
    requireOrder(parts);
    waiting.addAll(parts);
    int threads = Math.min(room.parallel(), parts.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (OrderlyExit exit =
        new OrderlyExit(OrderlyExit.Order.SEVERAL, Duration.ofSeconds(1), this::tell)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(() -> work(() -> spark, listener)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
      if (stopping) {
        throw new RunStoppedException("Stopped, as asked; --resume continues the " + whole);
      }
      return List.copyOf(ended.values());
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run's thread has ended", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted: the cluster ends the application", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> void requireOrder(List<Part<T>> parts) {
    Set<String> before = new HashSet<>();
    for (Part<T> part : parts) {
      if (!part.canBegin(before) || !before.add(part.name())) {
        throw new IllegalArgumentException(
            part.name() + " is there twice, or before what it builds on");
      }
    }
  }

  private void work(Supplier<JavaSparkContext> spark, Consumer<Ended<T>> listener) {
    for (Optional<Part<T>> part = next(); part.isPresent(); part = next()) {
      Ended<T> end = run(spark, part.get());
      // What a stopped driver leaves is no failure of the run.
      if (!end.isFailed() || !stopping) {
        listener.accept(end);
      }
      end(end);
    }
  }

  /** The first that can begin; waits while none can, but may later. */
  private synchronized Optional<Part<T>> next() {
    while (!waiting.isEmpty() && !stopping) {
      for (Part<T> part : waiting) {
        if (part.canBegin(ended.keySet())) {
          waiting.remove(part);
          running.add(part);
          return Optional.of(part);
        }
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private synchronized void end(Ended<T> end) {
    running.remove(end.part());
    ended.put(end.part().name(), end);
    notifyAll();
  }

  private Ended<T> run(Supplier<JavaSparkContext> spark, Part<T> part) {
    Optional<Ended<T>> missing = failedBefore(part);
    if (missing.isPresent()) {
      return new Ended<>(
          part,
          null,
          String.format(
              "It needs %s, which failed: %s",
              missing.get().part().name(), missing.get().reason()));
    }
    try {
      return new Ended<>(part, part.work().run(spark), null);
    } catch (Exception | Error e) {
      String reason = reason(e);
      LOG.error("[{}] {}", part.name(), reason);
      LOG.debug("[{}] failed", part.name(), e);
      return new Ended<>(part, null, reason);
    }
  }

  private synchronized Optional<Ended<T>> failedBefore(Part<T> part) {
    return part.needs().stream().map(ended::get).filter(Ended::isFailed).findFirst();
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().split("\\R", 2)[0];
  }

  /** Each run's own end waits for its workers. */
  private boolean tell() {
    stopping = true;
    for (Part<T> part : running) {
      try {
        RunDirectory directory = new RunDirectory(part.directory(), hadoop);
        if (directory.holdsRun()) {
          directory.requestStop();
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("[{}] Cannot ask the workers to stop: {}", part.name(), e.getMessage());
      }
    }
    return false;
  }
}
