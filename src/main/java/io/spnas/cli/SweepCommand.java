package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.report.Pareto;
import io.spnas.report.ParetoJson;
import io.spnas.spark.SearchJob;
import io.spnas.spark.SweepJob;
import io.spnas.spark.SweepRequest;
import io.spnas.spark.run.WorkerMemory;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sweep}: several searches, and accuracy against latency of what they find. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Run several searches in one application; compare accuracy and latency.",
    footer = {
      "",
      "Examples:",
      "  sweep --lambdas 0,0.0006,0.002,0.015 --config my.conf --data shards --out runs/sweep \\",
      "    --workers 2",
      "  sweep --targets 60,80,100 --seeds 1,2,3 --config conf/imagenet.conf \\",
      "    --data hdfs:///imagenet --out hdfs:///runs/sweep --workers 8 --parallel 4"
    })
final class SweepCommand implements Callable<Integer>, WorkerCommand {
  @Mixin private SweepOptions options;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    SweepRequest request = options.request(hadoop);
    SweepJob job = new SweepJob(request, hadoop);
    Pareto pareto;
    try (SparkApplication spark = new SparkApplication("sweep")) {
      pareto = job.run(spark, System.err);
      if (pareto.failed().isEmpty()) {
        spark.done();
      }
    }
    tell(pareto);
    ObjectNode json = results.object();
    json.put("out", options.out());
    json.setAll(ParetoJson.write(pareto));
    results.print(json);
    if (!pareto.failed().isEmpty()) {
      throw new CommandFailedException(failures(pareto));
    }
    return 0;
  }

  /** That of one search: others that run at the same time have workers of their own. */
  @Override
  public WorkerMemory memory(int cores) throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    SweepRequest request = options.request(hadoop);
    return new SearchJob(request.searches().get(0).request(), hadoop).memory(cores);
  }

  private void tell(Pareto pareto) {
    List<Boolean> front = pareto.front();
    String unit = pareto.provenance().unit();
    for (int i = 0; i < front.size(); i++) {
      Pareto.Found found = pareto.found().get(i);
      results
          .words()
          .printf(
              Locale.ROOT,
              "%-28s %8.2f %s  top-1 %.2f %%  cross-entropy %.4f%s%n",
              new Path(found.runDirectory()).getName(),
              found.network().cost(),
              unit,
              100 * found.network().counts().top1Share(),
              found.network().counts().meanLoss(),
              front.get(i) ? "  on the front" : "");
    }
    results.words().printf("pareto.json and pareto.svg are in %s%n", options.out());
  }

  private static String failures(Pareto pareto) {
    return String.format(
        "%d of %d searches failed: %s",
        pareto.failed().size(),
        pareto.failed().size() + pareto.found().size(),
        pareto.failed().stream()
            .map(search -> new Path(search.runDirectory()).getName() + ": " + search.reason())
            .collect(Collectors.joining("; ")));
  }
}
