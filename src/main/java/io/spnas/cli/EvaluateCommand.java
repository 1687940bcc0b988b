package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.report.ConfusionCsv;
import io.spnas.report.RunEvaluation;
import io.spnas.report.html.RunPage;
import io.spnas.report.picture.ConfusionPicture;
import io.spnas.space.SearchSpace;
import io.spnas.spark.EvaluateJob;
import io.spnas.spark.run.WorkerLoad;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.train.EvaluationCounts;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: counts what a trained network gets right. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Count what a trained network gets right on a split: top-1, top-5 and loss.",
    footer = {
      "",
      "The run's directory keeps the counts in evaluation.json, and its report shows them.",
      "",
      "Examples:",
      "  evaluate --run-dir runs/a --data shards",
      "  evaluate --run-dir hdfs:///runs/1 --data hdfs:///imagenet --workers 8 --json",
      "  evaluate --run-dir runs/a --data shards --confusion-picture confusion.png"
    })
final class EvaluateCommand implements Callable<Integer>, WorkerCommand {
  private static final String CSV = "--confusion-matrix";
  private static final String PICTURE = "--confusion-picture";

  @Mixin private TrainedRunOption run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards.")
  private String data;

  @Option(
      names = "--split",
      defaultValue = "validation",
      paramLabel = "NAME",
      description = "Split to evaluate on (default: ${DEFAULT-VALUE}).")
  private String split;

  @Option(
      names = "--workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers that share the images (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = CSV,
      paramLabel = "FILE",
      description =
          "Write images by true class (rows) and predicted class (columns) as CSV (default: not written).")
  private String csv;

  @Option(
      names = PICTURE,
      paramLabel = "FILE",
      description = "Draw the same as a PNG picture (default: not drawn).")
  private String picture;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    if (workers < 1) {
      throw new InvalidInputException("Invalid --workers: %d, expected at least 1", workers);
    }
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    TrainedModel model = run.load(hadoop);
    ConfusionFiles files = new ConfusionFiles(model.labels(), hadoop);
    EvaluateJob job = EvaluateJob.of(model, data, split, workers, hadoop);
    EvaluateJob.Outcome outcome;
    try (SparkApplication spark = new SparkApplication("evaluate")) {
      outcome = job.run(spark, System.err);
      spark.done();
    }
    run.requireFinite(outcome.counts().loss());
    tell(outcome);
    run.directory(hadoop)
        .evaluation(RunEvaluation.of(split, outcome.counts(), model.labels(), outcome.confusion()));
    RunPage.renew(run.directory(hadoop).toString(), hadoop);
    files.write(outcome);
    results.print(json(outcome));
    return 0;
  }

  /**
   * A training that is not over yet is taken for one with the default settings, a large network.
   */
  @Override
  public WorkerMemory memory(int cores) throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    long record = WorkerLoad.recordBytes(hadoop, data, split);
    try {
      TrainedModel model = run.load(hadoop);
      return EvaluateJob.memory(model.shape(), model.input(), record, cores);
    } catch (InvalidInputException e) {
      Settings defaults = Settings.load(Optional.empty(), List.of());
      return EvaluateJob.memory(
          SearchSpace.of(defaults.input(), defaults.model()).supernet(),
          InputSpec.of(defaults.input()),
          record,
          cores);
    }
  }

  private void tell(EvaluateJob.Outcome outcome) {
    EvaluationCounts counts = outcome.counts();
    results
        .words()
        .printf(
            Locale.ROOT,
            "%d images of split %s: top-1 %.2f %%, top-5 %.2f %%, cross-entropy %.4f; %.0f"
                + " images/s%n",
            counts.images(),
            split,
            100 * counts.top1Share(),
            100 * counts.top5Share(),
            counts.meanLoss(),
            outcome.imagesPerSecond());
  }

  private ObjectNode json(EvaluateJob.Outcome outcome) {
    ObjectNode json = results.object();
    json.put("images", outcome.counts().images());
    json.put("top1", outcome.counts().top1Share());
    json.put("top5", outcome.counts().top5Share());
    json.put("loss", outcome.counts().meanLoss());
    json.put("images_per_second", outcome.imagesPerSecond());
    return json;
  }

  /** The confusion matrix in the files that are asked for; checked before the work. */
  private final class ConfusionFiles {
    private final List<String> labels;
    private final ResultFile csvFile;
    private final ResultFile pictureFile;
    private final ConfusionPicture drawing;

    ConfusionFiles(List<String> labels, Configuration hadoop) throws IOException {
      this.labels = labels;
      this.csvFile = csv == null ? null : ResultFile.of(CSV, csv, hadoop);
      this.pictureFile = picture == null ? null : ResultFile.of(PICTURE, picture, hadoop);
      this.drawing = picture == null ? null : new ConfusionPicture(labels);
    }

    void write(EvaluateJob.Outcome outcome) throws IOException {
      if (csvFile != null) {
        String text = ConfusionCsv.write(outcome.confusion(), labels);
        csvFile.write(text.getBytes(StandardCharsets.UTF_8));
      }
      if (pictureFile != null) {
        EvaluationCounts counts = outcome.counts();
        String title =
            String.format(
                Locale.ROOT,
                "%d images of split %s, top-1 %.2f %%",
                counts.images(),
                split,
                100 * counts.top1Share());
        pictureFile.write(drawing.png(outcome.confusion(), title));
      }
    }
  }
}
