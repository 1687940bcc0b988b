package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.spark.SearchJob;
import io.spnas.spark.SearchOutcome;
import io.spnas.spark.run.RunRequest;
import io.spnas.spark.run.WorkerMemory;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code search}: trains the strategy's supernet and lets the strategy choose a network. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Search a network by the strategy of the settings, on all workers.",
    footer = {
      "",
      "Examples:",
      "  search --config conf/imagenet.conf --data hdfs:///imagenet --run-dir hdfs:///runs/1 \\",
      "    --workers 32",
      "  search --config my.conf --data shards --run-dir runs/a --set search.lambda=0.004"
    })
final class SearchCommand implements Callable<Integer>, WorkerCommand {
  @Mixin private RunOptions run;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    RunRequest request = run.request();
    SearchJob job = new SearchJob(request, hadoop());
    SearchOutcome outcome = run(job);
    ObjectNode json = results.object();
    new NetworkText(results.words()).print(outcome.architecture(), outcome.tables(), json);
    OptionalDouble target = request.settings().search().targetLatencyMs();
    target.ifPresent(
        asked ->
            results
                .words()
                .printf(
                    Locale.ROOT,
                    "Asked for %.4g ms: the network is off by %+.2f %%%n",
                    asked,
                    100 * (outcome.runtimeMilliseconds() / asked - 1)));
    boolean trained = !Double.isNaN(outcome.crossEntropy());
    if (trained) {
      results.words().printf("Cross-entropy %.3f. ", outcome.crossEntropy());
    }
    results.words().printf("The run is in %s%n", run.runDirectory());
    json.put("run_dir", run.runDirectory());
    ArrayNode architecture = json.putArray("architecture");
    outcome.architecture().operations().forEach(op -> architecture.add(op.label()));
    json.put("runtime_ms", outcome.runtimeMilliseconds());
    target.ifPresent(asked -> json.put("target_latency_ms", asked));
    if (trained) {
      json.put("cross_entropy", outcome.crossEntropy());
    }
    results.print(json);
    return 0;
  }

  @Override
  public WorkerMemory memory(int cores) {
    return new SearchJob(run.request(), hadoop()).memory(cores);
  }

  private static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static SearchOutcome run(SearchJob job) throws IOException {
    try (SparkApplication spark = new SparkApplication("search")) {
      SearchOutcome outcome = job.run(spark);
      spark.done();
      return outcome;
    }
  }
}
