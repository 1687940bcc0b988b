package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.report.RunSummary;
import io.spnas.report.RunsBelow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runs}: a table of the runs below a directory. Starts no Spark. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List the runs below a directory: state, steps, R, cross-entropy, top-1 and age.",
    footer = {
      "",
      "A run is over when it has done all its steps, running when it has written within"
          + " --silent-after, else stopped. The last changed run comes first.",
      "",
      "Examples:",
      "  runs --dir runs",
      "  runs --dir hdfs:///runs --silent-after 60 --json"
    })
final class RunsCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Where to look, and up to four levels below.")
  private String directory;

  @Option(
      names = "--silent-after",
      paramLabel = "MIN",
      defaultValue = "10",
      description =
          "Minutes without a change after which a run that is not over counts as stopped; more than"
              + " lie between two checkpoints where open files show no change, as on HDFS (default:"
              + " ${DEFAULT-VALUE}).")
  private int silentMinutes;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--silent-after", silentMinutes);
    Instant now = Instant.now();
    RunsBelow runs =
        RunsBelow.of(
            directory,
            SparkHadoopUtil.get().newConfiguration(new SparkConf()),
            now.minus(Duration.ofMinutes(silentMinutes)));
    new RunsText(results.words(), directory, now).print(runs);
    ObjectNode json = results.object();
    json.put("dir", directory);
    ArrayNode array = json.putArray("runs");
    runs.readable().forEach(run -> put(array.addObject(), run, now));
    runs.unreadable()
        .forEach(
            run ->
                array
                    .addObject()
                    .put("run_dir", run.directory())
                    .put("state", "unreadable")
                    .put("reason", run.reason()));
    results.print(json);
    return 0;
  }

  private static void put(ObjectNode json, RunSummary run, Instant now) {
    json.put("run_dir", run.directory());
    json.put("kind", run.kind().name().toLowerCase(Locale.ROOT));
    json.put("state", run.state().name().toLowerCase(Locale.ROOT));
    run.step().ifPresent(step -> json.put("step", step));
    run.steps().ifPresent(steps -> json.put("steps", steps));
    run.runtimeMilliseconds().ifPresent(runtime -> json.put("runtime_ms", runtime));
    run.crossEntropy().ifPresent(crossEntropy -> json.put("cross_entropy", crossEntropy));
    run.top1().ifPresent(top1 -> json.put("top1", top1));
    run.top1Training().ifPresent(top1 -> json.put("top1_train", top1));
    json.put("last_change", run.lastChange().toString());
    json.put("age_s", run.age(now).toSeconds());
  }
}
