package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.report.methods.Column;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.methods.MethodComparisonJson;
import io.spnas.report.methods.MethodTable;
import io.spnas.spark.compare.CompareJob;
import io.spnas.spark.compare.CompareRequest;
import io.spnas.spark.run.WorkerMemory;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code compare}: search methods side by side, on the same data, at the same latency. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compare search methods: search, train and measure for each method and seed.",
    footer = {
      "",
      "Every network is trained by the same recipe, section train of the settings. compare.json and"
          + " report.html are in the run directory, written again after each cell; the runs are below"
          + " it, in METHOD/seed-S/search and METHOD/seed-S/train.",
      "",
      "Examples:",
      "  compare --config conf/compare-fashion-mnist.conf --methods single-path,mobilenet-v2 \\",
      "    --seeds 0,1,2 --target-latency-ms 0.15 --data shards --run-dir runs/methods --workers 2",
      "  compare --config my.conf --methods single-path,mnasnet-b1 --seeds 0 --resume \\",
      "    --target-latency-ms 80 --data hdfs:///imagenet --run-dir hdfs:///runs/methods"
    })
final class CompareCommand implements Callable<Integer>, WorkerCommand {
  @Mixin private CompareOptions options;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    CompareRequest request = options.request();
    CompareJob job = new CompareJob(request, hadoop());
    MethodComparison comparison;
    try (SparkApplication spark = new SparkApplication("compare")) {
      comparison = job.run(spark, new MeasuringProgress(System.err));
      if (comparison.count(MethodCell.State.FAILED) == 0) {
        spark.done();
      }
    }
    tell(comparison);
    ObjectNode json = results.object();
    json.put("run_dir", options.directory());
    json.setAll(MethodComparisonJson.object(comparison));
    results.print(json);
    if (comparison.count(MethodCell.State.FAILED) > 0) {
      throw new CommandFailedException(failures(comparison));
    }
    return 0;
  }

  private void tell(MethodComparison comparison) {
    PrintStream words = results.words();
    words.println(MethodTable.of(comparison, Column.FOUND).text());
    words.println(MethodTable.of(comparison, Column.TOOK).text());
    if (comparison.methods().size() > 1) {
      words.printf("Top-1 beside that of %s, with paired tests%n", comparison.methods().get(0));
      words.println(MethodTable.tests(comparison).text());
    }
    List<String> sharing = comparison.sharingSupernets();
    if (!sharing.isEmpty()) {
      words.printf(
          "%s share a supernet with the same seed; the cost of each counts it%n",
          String.join(", ", sharing));
    }
    words.printf("compare.json and report.html are in %s%n", options.directory());
  }

  @Override
  public WorkerMemory memory(int cores) {
    return CompareJob.memory(options.request(), cores, hadoop());
  }

  private static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static String failures(MethodComparison comparison) {
    return String.format(
        "%d of %d cells failed: %s",
        comparison.count(MethodCell.State.FAILED),
        comparison.cells().size(),
        comparison.cells().stream()
            .filter(cell -> cell.failure().isPresent())
            .map(cell -> cell.method() + "/seed-" + cell.seed() + ": " + cell.failure().get())
            .collect(Collectors.joining("; ")));
  }
}
