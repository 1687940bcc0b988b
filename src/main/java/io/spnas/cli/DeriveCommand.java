package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.spark.DerivedNetwork;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code derive}: chooses a search's network again, as its strategy does. */
@Command(
    name = "derive",
    mixinStandardHelpOptions = true,
    description = "Write architecture.json again, from a search's last checkpoint and scores.",
    footer = {
      "",
      "Examples:",
      "  derive --run-dir runs/a",
      "  derive --run-dir hdfs:///runs/1 --json"
    })
final class DeriveCommand implements Callable<Integer> {
  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the run.")
  private String runDirectory;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    DerivedNetwork derived =
        DerivedNetwork.of(runDirectory, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    ObjectNode json = results.object();
    new NetworkText(results.words()).print(derived.architecture(), derived.tables(), json);
    results
        .words()
        .printf(
            derived.step() > 0 ? "From step %d of %s%n" : "Without a supernet: %2$s%n",
            derived.step(),
            runDirectory);
    json.put("run_dir", runDirectory);
    json.put("step", derived.step());
    ArrayNode architecture = json.putArray("architecture");
    derived.architecture().operations().forEach(op -> architecture.add(op.label()));
    json.put("runtime_ms", derived.runtimeMilliseconds());
    results.print(json);
    return 0;
  }
}
