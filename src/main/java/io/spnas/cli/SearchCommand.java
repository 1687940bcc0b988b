package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.spark.RunRequest;
import io.spnas.spark.SearchJob;
import io.spnas.spark.SearchOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code search}: trains the supernet and reads off the network it chose. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Search a network: train weights and thresholds of the supernet on all workers.",
    footer = {
      "",
      "Examples:",
      "  search --config conf/imagenet.conf --data hdfs:///imagenet --run-dir hdfs:///runs/1"
          + " --workers 32",
      "  search --config my.conf --data shards --run-dir runs/a --set search.lambda=0.004"
    })
final class SearchCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON.")
  private String config;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the training shards.")
  private String data;

  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the run; new or empty, unless --resume.")
  private String runDirectory;

  @Option(
      names = "--workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers that share each step (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(names = "--resume", description = "Continue the directory's run.")
  private boolean resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a single setting, over --config.")
  private List<String> overrides = List.of();

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    if (workers < 1) {
      throw new InvalidInputException("Invalid --workers: %d, expected at least 1", workers);
    }
    Settings settings = Settings.load(Optional.ofNullable(config), overrides);
    RunRequest request =
        new RunRequest(
            settings,
            data,
            runDirectory,
            workers,
            resume ? RunRequest.Start.RESUME : RunRequest.Start.NEW);
    SearchJob job = new SearchJob(request, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    SearchOutcome outcome;
    try (SparkApplication spark = new SparkApplication("search")) {
      outcome = job.run(spark);
      spark.done();
    }
    new NetworkText(results.words()).print(outcome.architecture(), settings.latency().table());
    results
        .words()
        .printf("Cross-entropy %.3f. The run is in %s%n", outcome.crossEntropy(), runDirectory);
    ObjectNode json = results.object();
    json.put("run_dir", runDirectory);
    ArrayNode architecture = json.putArray("architecture");
    outcome.architecture().operations().forEach(op -> architecture.add(op.label()));
    json.put("runtime_ms", outcome.runtimeMilliseconds());
    json.put("cross_entropy", outcome.crossEntropy());
    results.print(json);
    return 0;
  }
}
