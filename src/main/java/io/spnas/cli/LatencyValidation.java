package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.profile.InferenceRuntime;
import io.spnas.profile.MachineFacts;
import io.spnas.profile.NetworkTimes;
import io.spnas.profile.PredictionCheck;
import io.spnas.profile.RuntimeKind;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Option;

/** {@code latency --validate}: a table's predictions beside times of whole networks. */
final class LatencyValidation {
  private static final String VALIDATE = "--validate";
  private static final String PICTURE = "--picture";

  @Option(
      names = VALIDATE,
      paramLabel = "N",
      description =
          "Measure N random networks on this machine and compare the table's predictions; without"
              + " --lut a table is measured between them (default: none).")
  private Integer networks;

  @Option(
      names = "--runtime",
      paramLabel = "onnx|bigdl",
      defaultValue = "onnx",
      description = "With --validate: what runs the networks (default: ${DEFAULT-VALUE}).")
  private RuntimeKind runtime;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "1",
      description = "With --validate: threads that compute a batch (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "With --validate: images at a time (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "15",
      description = "With --validate: how often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "With --validate: what the networks depend on (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = PICTURE,
      paramLabel = "FILE",
      description =
          "With --validate: draw predicted against measured times as a PNG picture (default: not drawn).")
  private String picture;

  @Option(names = "--force", description = "Replace the picture, if there is one.")
  private boolean force;

  /** Whether it is asked for. */
  boolean isWanted() {
    return networks != null;
  }

  /**
   * Measures and tells.
   *
   * @param settings the space is theirs
   * @param lut the table; null to measure one
   */
  void run(Settings settings, String lut, Results results) throws IOException {
    if (networks < 2) {
      throw new InvalidInputException("%s: %d, expected 2 or more", VALIDATE, networks);
    }
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--rounds", rounds);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    LatencyTable table = lut == null ? null : LatencyTable.load(lut);
    if (table != null) {
      table.requireCovers(space, Geometry.STRICT);
    }
    Optional<ResultFile> file = pictureFile();
    PredictionCheck check = new PredictionCheck(space, networks, seed);
    InferenceRuntime software = runtime.open();
    NetworkTimes times = new NetworkTimes(software, batch, threads);
    MeasuringProgress progress = new MeasuringProgress(System.err);
    Optional<Double> before = MachineFacts.load();
    PredictionCheck.Outcome outcome =
        table == null
            ? check.run(times, rounds, progress)
            : check.run(table, times, rounds, progress);
    String conditions =
        String.format(
            Locale.ROOT,
            "%s, %d thread%s, batch %d, %d px, width %s",
            software.name(),
            threads,
            threads == 1 ? "" : "s",
            batch,
            space.inputSize(),
            space.width());
    ValidationReport report = new ValidationReport(outcome, conditions);
    report.print(results.words());
    before.ifPresent(load -> results.words().println(load(load)));
    if (file.isPresent()) {
      file.get().write(report.png());
    }
    ObjectNode json = results.object();
    json.put("runtime", software.name());
    json.put("threads", threads);
    json.put("batch", batch);
    json.put("rounds", rounds);
    report.put(json);
    results.print(json);
  }

  /** Other work on the machine makes times uncertain, most of all those of several threads. */
  private static String load(double before) {
    return String.format(
        Locale.ROOT,
        "Processes that ran or waited: %.1f before, %.1f after, on %d cores",
        before,
        MachineFacts.load().orElse(before),
        Runtime.getRuntime().availableProcessors());
  }

  private Optional<ResultFile> pictureFile() throws IOException {
    if (picture == null) {
      return Optional.empty();
    }
    if (!picture.toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new InvalidInputException(
          "%s: %s, expected a name that ends in .png", PICTURE, picture);
    }
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    ResultFile file = ResultFile.of(PICTURE, picture, hadoop);
    if (!force) {
      file.requireAbsent(PICTURE, "--force");
    }
    return Optional.of(file);
  }
}
