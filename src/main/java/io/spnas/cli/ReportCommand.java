package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunView;
import io.spnas.report.html.ComparisonPage;
import io.spnas.report.html.MethodsPage;
import io.spnas.report.html.RunPage;
import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: draws a run, several side by side, or a comparison, as one HTML file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Draw a run, several side by side, or a comparison, as one HTML file.",
    footer = {
      "",
      "A run or a comparison may still go on, or have been broken off.",
      "",
      "Examples:",
      "  report --run-dir runs/a",
      "  report --run-dir hdfs:///runs/1 --out a.html",
      "  report --compare runs/a runs/b runs/c --out abc.html"
    })
final class ReportCommand implements Callable<Integer> {
  private static final String OUT = "--out";
  private static final String COMPARISON = "comparison.html";

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "Directory of a search, a training or a comparison (default: --compare says what to"
              + " draw).")
  private String runDirectory;

  @Option(
      names = "--compare",
      arity = "1..*",
      paramLabel = "DIR",
      description =
          "Directories of runs to show side by side, two at least (default: --run-dir alone).")
  private List<String> compared = List.of();

  @Option(
      names = OUT,
      paramLabel = "FILE",
      description =
          "File to write (default: report.html in the run's directory; of a comparison "
              + COMPARISON
              + ", here).")
  private String out;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    if ((runDirectory == null) == compared.isEmpty()) {
      throw new InvalidInputException(
          "%s, expected either of them (see report --help)",
          runDirectory == null
              ? "Missing option --run-dir or --compare"
              : "Both --run-dir and --compare are given");
    }
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    if (runDirectory == null) {
      compare(hadoop);
    } else {
      ComparisonDirectory comparison = new ComparisonDirectory(runDirectory, hadoop);
      if (comparison.holdsComparison()) {
        draw(comparison, hadoop);
      } else {
        draw(hadoop);
      }
    }
    return 0;
  }

  private void draw(ComparisonDirectory directory, Configuration hadoop) throws IOException {
    MethodComparison comparison = directory.comparison();
    if (out == null) {
      MethodsPage.write(runDirectory, directory, comparison);
    } else {
      String html = MethodsPage.html(runDirectory, comparison);
      ResultFile.of(OUT, out, hadoop).write(html.getBytes(StandardCharsets.UTF_8));
    }
    String file = out == null ? directory.reportPath() : out;
    results.words().println("The report is " + file);
    ObjectNode json = results.object();
    json.put("report", file);
    for (MethodCell.State state : MethodCell.State.values()) {
      json.put(state.name().toLowerCase(Locale.ROOT), comparison.count(state));
    }
    results.print(json);
  }

  private void draw(Configuration hadoop) throws IOException {
    RunView run = RunView.read(runDirectory, hadoop);
    if (out == null) {
      RunDirectory directory = new RunDirectory(runDirectory, hadoop);
      directory.report(RunPage.html(run));
      tell(directory.reportPath(), List.of(run));
    } else {
      ResultFile file = ResultFile.of(OUT, out, hadoop);
      file.write(RunPage.html(run).getBytes(StandardCharsets.UTF_8));
      tell(out, List.of(run));
    }
  }

  private void compare(Configuration hadoop) throws IOException {
    if (compared.size() < 2) {
      throw new InvalidInputException(
          "Nothing to compare %s with: expected two runs or more after --compare", compared.get(0));
    }
    String name = out == null ? COMPARISON : out;
    ResultFile file = ResultFile.of(OUT, name, hadoop);
    Set<Path> seen = new HashSet<>();
    List<RunView> runs = new ArrayList<>();
    for (String directory : compared) {
      Path path = new Path(directory);
      if (!seen.add(path.getFileSystem(hadoop).makeQualified(path))) {
        throw new InvalidInputException(
            "Run %s is given twice to --compare, expected different ones", directory);
      }
      runs.add(RunView.read(directory, hadoop));
    }
    file.write(ComparisonPage.html(runs).getBytes(StandardCharsets.UTF_8));
    tell(name, runs);
  }

  private void tell(String file, List<RunView> runs) {
    results.words().println("The report is " + file);
    ObjectNode json = results.object();
    json.put("report", file);
    ArrayNode array = json.putArray("runs");
    for (RunView run : runs) {
      ObjectNode node = array.addObject();
      node.put("run_dir", run.directory());
      node.put("kind", run.kind().name().toLowerCase(Locale.ROOT));
      node.put("progress", run.progress());
    }
    results.print(json);
  }
}
