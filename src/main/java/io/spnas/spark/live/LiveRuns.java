package io.spnas.spark.live;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of an application, on its pages and among its metrics. */
public final class LiveRuns {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);
  private static final Map<SparkContext, LiveRuns> APPLICATIONS = new WeakHashMap<>();

  private final List<LiveRun> runs = new CopyOnWriteArrayList<>();
  private final RunMetrics metrics = new RunMetrics();

  private LiveRuns() {}

  /** Those of an application; the first call shows them. */
  public static LiveRuns of(JavaSparkContext spark) {
    synchronized (APPLICATIONS) {
      return APPLICATIONS.computeIfAbsent(spark.sc(), LiveRuns::show);
    }
  }

  private static LiveRuns show(SparkContext spark) {
    LiveRuns runs = new LiveRuns();
    attempt("metrics", () -> spark.env().metricsSystem().registerSource(runs.metrics));
    if (spark.ui().isDefined()) {
      attempt("tab", () -> spark.ui().get().attachTab(new RunsTab(spark.ui().get(), runs.runs)));
    }
    return runs;
  }

  /** These are insides of Spark, which another version may lack. */
  private static void attempt(String view, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("Spark shows no {} of the runs: {}", view, e.toString());
    }
  }

  /** A run begins. */
  public LiveRun begin(LiveRun.Title title) {
    LiveRun run = new LiveRun(title);
    runs.add(run);
    metrics.add(run);
    return run;
  }
}
