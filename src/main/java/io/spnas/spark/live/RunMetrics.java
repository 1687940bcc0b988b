package io.spnas.spark.live;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.spnas.report.Progress;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.spark.metrics.source.Source;

/**
 * Source {@code spnas} of the driver's metrics: gauges of each run's newest record, by the names of
 * metrics.jsonl. Where an application has several runs, a run's name stands before a gauge's. NaN
 * before there is a value.
 */
final class RunMetrics implements Source {
  private static final Map<String, ToDoubleFunction<StepRecord>> OF_ALL = new LinkedHashMap<>();
  private static final Map<String, ToDoubleFunction<StepRecord>> OF_A_SEARCH =
      new LinkedHashMap<>();
  private static final Map<String, ToDoubleFunction<Validation.Result>> OF_A_VALIDATION =
      new LinkedHashMap<>();

  static {
    OF_ALL.put("epoch", StepRecord::epoch);
    OF_ALL.put("cross_entropy", StepRecord::crossEntropy);
    OF_ALL.put("weight_decay_loss", StepRecord::weightDecayLoss);
    OF_ALL.put("top1_train", StepRecord::top1);
    OF_ALL.put("learning_rate", StepRecord::learningRate);
    OF_ALL.put("images_per_second", StepRecord::imagesPerSecond);
    OF_ALL.put("step_ms", StepRecord::stepMilliseconds);
    OF_ALL.put("compute_ms", StepRecord::computeMilliseconds);
    OF_ALL.put("sync_ms", StepRecord::syncMilliseconds);
    OF_ALL.put("input_ms", StepRecord::inputMilliseconds);
    OF_A_SEARCH.put("runtime_ms", StepRecord::runtimeMilliseconds);
    OF_A_SEARCH.put("runtime_loss", StepRecord::runtimeLoss);
    OF_A_SEARCH.put("lambda", StepRecord::lambda);
    OF_A_VALIDATION.put("validation_top1", Validation.Result::top1);
    OF_A_VALIDATION.put("validation_top5", Validation.Result::top5);
    OF_A_VALIDATION.put("validation_loss", Validation.Result::loss);
  }

  private final MetricRegistry registry = new MetricRegistry();

  /** Adds a run's gauges, in place of those of an earlier run of its name. */
  void add(LiveRun run) {
    gauge(run, "step", () -> step(run));
    gauge(run, "steps", () -> run.title().steps());
    gauge(run, "workers", () -> run.title().workers());
    gauge(run, "restarts", run::restarts);
    gauge(run, "running", () -> run.state() == LiveRun.State.RUNNING ? 1 : 0);
    OF_ALL.forEach((name, value) -> gauge(run, name, () -> ofRecord(run, value)));
    if (run.title().kind().equals("search")) {
      OF_A_SEARCH.forEach((name, value) -> gauge(run, name, () -> ofRecord(run, value)));
    } else {
      OF_A_VALIDATION.forEach((name, value) -> gauge(run, name, () -> ofValidation(run, value)));
    }
  }

  private void gauge(LiveRun run, String name, Gauge<Number> value) {
    String full = run.title().name().isEmpty() ? name : run.title().name() + "." + name;
    registry.remove(full);
    registry.register(full, value);
  }

  private static long step(LiveRun run) {
    return run.progress().map(p -> p.newest().step()).orElse(run.title().firstStep());
  }

  private static double ofRecord(LiveRun run, ToDoubleFunction<StepRecord> value) {
    return ofProgress(run, progress -> value.applyAsDouble(progress.newest()));
  }

  private static double ofValidation(LiveRun run, ToDoubleFunction<Validation.Result> value) {
    return ofProgress(
        run,
        progress ->
            progress
                .validated()
                .flatMap(StepRecord::validation)
                .map(value::applyAsDouble)
                .orElse(Double.NaN));
  }

  private static double ofProgress(LiveRun run, Function<Progress, Double> value) {
    return run.progress().map(value).orElse(Double.NaN);
  }

  @Override
  public String sourceName() {
    return "spnas";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
