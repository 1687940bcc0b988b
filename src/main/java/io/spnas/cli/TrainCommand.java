package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.spark.TrainJob;
import io.spnas.spark.TrainOutcome;
import io.spnas.spark.TrainRequest;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: trains a found or named network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train a network: one that a search found, or a published one.",
    footer = {
      "",
      "Examples:",
      "  train --architecture runs/a/architecture.json --config conf/imagenet.conf \\",
      "    --data hdfs:///imagenet --run-dir hdfs:///runs/a-trained --workers 32",
      "  train --architecture mobilenet-v2 --data shards --run-dir runs/b --set train.epochs=90",
      "  train --architecture runs/a/architecture.json --warm-start runs/a --config my.conf \\",
      "    --data shards --run-dir runs/c"
    })
final class TrainCommand implements Callable<Integer>, WorkerCommand {
  @Option(
      names = "--architecture",
      required = true,
      paramLabel = "FILE-OR-NAME",
      description = "An architecture.json, or the name of a published network.")
  private String architecture;

  @Option(
      names = "--warm-start",
      paramLabel = "DIR",
      description =
          "Start with the weights that the search in this directory gave the operations (default: random ones).")
  private String warmStart;

  @Mixin private RunOptions run;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    TrainJob job = job();
    TrainOutcome outcome;
    try (SparkApplication spark = new SparkApplication("train")) {
      outcome = job.run(spark);
      spark.done();
    }
    tell(outcome.last());
    return 0;
  }

  private TrainJob job() {
    TrainRequest request =
        new TrainRequest(run.request(), architecture, Optional.ofNullable(warmStart));
    return new TrainJob(request, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
  }

  @Override
  public WorkerMemory memory(int cores) {
    return job().memory(cores);
  }

  private void tell(StepRecord last) {
    ObjectNode json = results.object();
    json.put("run_dir", run.runDirectory());
    json.put("steps", last.step());
    json.put("epochs", last.epoch());
    json.put("cross_entropy", last.crossEntropy());
    last.validation().ifPresent(validation -> tell(validation, json));
    results
        .words()
        .printf("Cross-entropy %.3f. The run is in %s%n", last.crossEntropy(), run.runDirectory());
    results.print(json);
  }

  private void tell(Validation.Result validation, ObjectNode json) {
    results
        .words()
        .printf(
            "Validation: top-1 %.2f %%, top-5 %.2f %%, loss %.3f on %d images%n",
            100 * validation.top1(),
            100 * validation.top5(),
            validation.loss(),
            validation.images());
    json.put("images", validation.images());
    json.put("top1", validation.top1());
    json.put("top5", validation.top5());
    json.put("loss", validation.loss());
  }
}
