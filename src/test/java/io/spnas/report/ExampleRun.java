package io.spnas.report;

import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.SearchSpace;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/** Run directories as runs leave them behind, without the work. */
public final class ExampleRun {
  /** Steps of a search. */
  public static final int STEPS = 100;

  /** Names of classes that a page must not take for its own elements. */
  public static final List<String> HOSTILE_LABELS =
      List.of("<script>alert(1)</script>", "a & b", "\"><img src=x onerror=alert(2)>", "ok\u0001");

  private static final Configuration HADOOP = new Configuration();

  private ExampleRun() {}

  /** Settings of a search over a number of layers, of which all but the first may be skipped. */
  public static Settings settings(int layers) {
    return Settings.load(
        Optional.empty(),
        List.of(
            "input.size=32",
            "model.classes=4",
            "model.blocks=[r1_k3_s11_e1_i32_o16_noskip, r" + layers + "_k5_s22_e6_i16_o24]",
            "search.steps=" + STEPS,
            "search.warmup-steps=25",
            "train.epochs=4",
            "train.warmup-epochs=1",
            "latency.table=multiply-adds"));
  }

  /** A search's records: one each {@code every} steps, up to a step. */
  public static List<StepRecord> searchRecords(int layers, int upTo, int every) {
    List<StepRecord> records = new ArrayList<>();
    for (int step = every; step <= upTo; step += every) {
      records.add(record(step, layers, Optional.empty()));
    }
    return records;
  }

  private static StepRecord record(int step, int layers, Optional<Validation.Result> validation) {
    SplittableRandom random = new SplittableRandom(step);
    double[][] arguments = new double[layers][];
    double[][] indicators = new double[layers][];
    for (int l = 0; l < layers; l++) {
      arguments[l] = random.doubles(3, -1, 2).toArray();
      indicators[l] = Arrays.stream(arguments[l]).map(value -> value > 0 ? 1 : 0).toArray();
    }
    return new StepRecord(
        step,
        step / 25.0,
        2 + 1.0 / step,
        layers == 0 ? Double.NaN : 80 + random.nextDouble(),
        Double.NaN,
        layers == 0 ? Double.NaN : 5,
        0.1,
        0.002,
        0.016 / step,
        0.5,
        100 + random.nextDouble(),
        20,
        12,
        4,
        3,
        indicators,
        arguments,
        validation);
  }

  /** A search with some records and, once it has found it, a network. */
  public static Path search(Path path, int layers, List<StepRecord> records) throws IOException {
    Settings settings = settings(layers);
    RunDirectory directory = new RunDirectory(path.toString(), HADOOP);
    directory.begin(settings.render());
    directory.started(
        new RunStart(
            Instant.parse("2026-01-02T03:04:05Z"), Map.of("spark", "3.5.5", "workers", "2")));
    log(directory, records);
    if (!records.isEmpty() && records.get(records.size() - 1).step() >= STEPS) {
      SearchSpace space = SearchSpace.of(settings.input(), settings.model());
      Architecture found = Architecture.random(space, new SplittableRandom(layers));
      directory.architecture(ArchitectureJson.write(found, 12.5, "multiply-adds"));
    }
    return path;
  }

  /** A training that is over and has been evaluated, of a network that a search found. */
  public static Path training(Path path, List<String> labels) throws IOException {
    Settings settings = settings(4);
    RunDirectory directory = new RunDirectory(path.toString(), HADOOP);
    directory.begin(settings.render());
    directory.labels(labels);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    Architecture network = Architecture.random(space, new SplittableRandom(3));
    directory.architecture(ArchitectureJson.write(network, 12.5, "multiply-adds"));
    List<StepRecord> records = new ArrayList<>();
    for (int step = 5; step <= STEPS; step += 5) {
      Validation.Result result = new Validation.Result(40, step / 200.0, 0.9, 3.0 / step);
      records.add(record(step, 0, step % 25 == 0 ? Optional.of(result) : Optional.empty()));
    }
    log(directory, records);
    directory.result("{}");
    directory.evaluation(evaluation(labels));
    return path;
  }

  /** Four images a class: two are right, two are taken for the next two classes. */
  public static RunEvaluation evaluation(List<String> labels) {
    int classes = labels.size();
    ConfusionMatrix confusion = new ConfusionMatrix(classes);
    for (int c = 0; c < classes; c++) {
      confusion.add(c, c, 2);
      confusion.add(c, (c + 1) % classes, 1);
      confusion.add(c, (c + 2) % classes, 1);
    }
    EvaluationCounts counts =
        new EvaluationCounts(4L * classes, 2L * classes, 4L * classes, 0.5 * classes);
    return RunEvaluation.of("validation", counts, labels, confusion);
  }

  /** Adds that a worker was lost. */
  public static void restart(Path path, long step, String cause) throws IOException {
    RunDirectory directory = new RunDirectory(path.toString(), HADOOP);
    try (MetricsLog log = MetricsLog.open(directory.metrics(), HADOOP, Long.MAX_VALUE)) {
      log.append(
          new RunEvent(
              RunEvent.Kind.RESTART, step, 7, 2, cause, Instant.parse("2026-01-02T03:04:05Z")));
    }
  }

  /** What is in the directory of a run. */
  public static RunView view(Path path) throws IOException {
    return RunView.read(path.toString(), HADOOP);
  }

  private static void log(RunDirectory directory, List<StepRecord> records) throws IOException {
    try (MetricsLog log = MetricsLog.open(directory.metrics(), HADOOP, 0)) {
      for (StepRecord record : records) {
        log.append(record);
      }
    }
  }
}
