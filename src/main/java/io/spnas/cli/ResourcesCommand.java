package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.spark.run.WorkerMemory;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code resources}: the memory that a command needs on a cluster. */
@Command(
    name = "resources",
    mixinStandardHelpOptions = true,
    description = "Tell what memory the executors and the driver of a command need.",
    footer = {
      "",
      "Told from network, input size, images a worker and cores; nothing is run. submit/yarn.sh and"
          + " submit/k8s.sh ask for it.",
      "",
      "Examples:",
      "  resources --cores 8 search --config conf/imagenet.conf --data hdfs:///imagenet \\",
      "    --run-dir hdfs:///runs/1 --workers 32",
      "  resources evaluate --run-dir runs/a --data shards --workers 2"
    })
final class ResourcesCommand implements Callable<Integer> {
  /** Spark, settings, a checkpoint to read the network from. */
  private static final int DRIVER_HEAP_MEBIBYTES = 1024;

  private static final int DRIVER_OVERHEAD_MEBIBYTES = 512;
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--cores",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "Cores of an executor, all of which its worker takes (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Mixin private Results results;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "search, sweep, compare, train or evaluate, with its options.")
  private List<String> command;

  /** What follows the name of the command is the command's. */
  @Spec
  void spec(CommandSpec spec) {
    spec.parser().stopAtPositional(true);
  }

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--cores", cores);
    WorkerMemory memory = worker().memory(cores);
    print(memory);
    results.print(json(memory));
    return 0;
  }

  private WorkerCommand worker() {
    ParseResult parsed;
    try {
      parsed = Main.commandLine().parseArgs(command.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new InvalidInputException("%s", Mistyped.line(e));
    }
    if (parsed.subcommand() != null
        && parsed.subcommand().commandSpec().userObject() instanceof WorkerCommand found) {
      return found;
    }
    throw new InvalidInputException(
        "Command %s runs no workers, expected search, sweep, compare, train or evaluate",
        command.get(0));
  }

  private void print(WorkerMemory memory) {
    PrintStream words = results.words();
    words.printf("%-16s %10s %10s%n", "MiB of a worker", "heap", "outside");
    for (WorkerMemory.Part part : memory.parts()) {
      words.printf(
          Locale.ROOT,
          "%-16s %10.0f %10.0f%n",
          part.name(),
          part.heap() / MEBIBYTE,
          part.outside() / MEBIBYTE);
    }
    words.printf(
        "Executors of %d cores: spark.executor.memory=%dm, spark.executor.memoryOverhead=%dm%n",
        cores, memory.heapMebibytes(), memory.overheadMebibytes());
    words.printf(
        "Driver: spark.driver.memory=%dm, spark.driver.memoryOverhead=%dm%n",
        DRIVER_HEAP_MEBIBYTES, DRIVER_OVERHEAD_MEBIBYTES);
  }

  private ObjectNode json(WorkerMemory memory) {
    ObjectNode json = results.object();
    json.put("executor_memory_mb", memory.heapMebibytes());
    json.put("executor_overhead_mb", memory.overheadMebibytes());
    json.put("driver_memory_mb", DRIVER_HEAP_MEBIBYTES);
    json.put("driver_overhead_mb", DRIVER_OVERHEAD_MEBIBYTES);
    json.put("cores", cores);
    ArrayNode parts = json.putArray("parts");
    for (WorkerMemory.Part part : memory.parts()) {
      ObjectNode each = parts.addObject();
      each.put("name", part.name());
      each.put("heap_bytes", part.heap());
      each.put("outside_bytes", part.outside());
    }
    return json;
  }
}
