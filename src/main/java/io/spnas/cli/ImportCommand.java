package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.config.TextFile;
import io.spnas.data.ShardFiles;
import io.spnas.report.export.ImportedRun;
import io.spnas.report.export.NpzWeights;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code import}: makes a run of weights that were trained elsewhere. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Make a run directory of weights in a NumPy archive, as export writes it.",
    footer = {
      "",
      "Examples:",
      "  import --weights weights.npz --architecture runs/a/architecture.json --run-dir runs/b",
      "  import --weights weights.npz --architecture single-path-nas --config conf/imagenet.conf \\",
      "    --run-dir runs/imported"
    })
final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "NumPy archive (.npz) of the weights.")
  private String weights;

  @Option(
      names = "--architecture",
      required = true,
      paramLabel = "FILE-OR-NAME",
      description = "An architecture.json, or the name of a published network.")
  private String architecture;

  @Mixin private SettingsOptions given;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of the classes, one a line (default: they are numbered).")
  private String labels;

  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the run; new or empty.")
  private String runDirectory;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    Settings settings = given.load();
    NetworkShape shape = NetworkDescription.load(architecture, settings.input(), settings.model());
    List<String> names = names(shape.classes());
    NpzWeights values = NpzWeights.read(read(hadoop), shape, weights);
    new ImportedRun(settings, shape, values, names, weights).write(runDirectory, hadoop);
    results
        .words()
        .printf("%d parameters. The run is in %s%n", values.weights().length, runDirectory);
    ObjectNode json = results.object();
    json.put("run_dir", runDirectory);
    json.put("weights", weights);
    json.put("parameters", values.weights().length);
    json.put("classes", shape.classes());
    results.print(json);
    return 0;
  }

  private byte[] read(Configuration hadoop) throws IOException {
    Path path = ShardFiles.path(weights);
    return ShardFiles.read(ShardFiles.fileSystem(path, hadoop), path);
  }

  private List<String> names(int classes) {
    if (labels == null) {
      return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }
    List<String> names = TextFile.read(labels).lines().toList();
    if (names.size() != classes) {
      throw new InvalidInputException(
          "%d class names in %s, expected %d (model.classes)", names.size(), labels, classes);
    }
    return names;
  }
}
