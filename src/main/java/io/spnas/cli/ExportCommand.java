package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.engine.BatchNorm;
import io.spnas.report.TrainedRun;
import io.spnas.report.export.ExportFormat;
import io.spnas.train.TrainedModel;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: writes a trained network for other software. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write a trained network for other software.",
    footer = {
      "",
      "Examples:",
      "  export --run-dir runs/a-trained --format onnx --out network.onnx",
      "  export --run-dir hdfs:///runs/a-trained --format npz --out hdfs:///runs/a.npz"
    })
final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of a training that is over.")
  private String runDirectory;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "onnx|bigdl|npz",
      description =
          "onnx: a model for ONNX Runtime; bigdl: BigDL's module file; npz: weights for NumPy.")
  private ExportFormat format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file.")
  private String out;

  @Option(
      names = "--keep-batch-norm",
      description =
          "Leave batch norms as layers of their own instead of folding them into convolutions;"
              + " npz always does.")
  private boolean keepBatchNorm;

  @Option(
      names = "--overwrite",
      description =
          "Replace a file that is there already; one that holds the same network is left and"
              + " counts as written.")
  private boolean overwrite;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    ResultFile file = ResultFile.of("--out", out, hadoop);
    TrainedModel model = TrainedRun.load(runDirectory, hadoop);
    requireFinite(model.weights());
    requireFinite(model.statistics());
    BatchNorm batchNorm =
        keepBatchNorm || format == ExportFormat.NPZ ? BatchNorm.KEPT : BatchNorm.FOLDED;
    byte[] content = format.write(model, batchNorm);
    if (!file.holds(content)) {
      if (!overwrite) {
        file.requireAbsent("--out", "--overwrite");
      }
      file.write(content);
    }
    tell(content.length, batchNorm);
    return 0;
  }

  private void requireFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "The network in %s has the weight %s, expected finite numbers: its training has"
                + " diverged",
            runDirectory, value);
      }
    }
  }

  private void tell(int bytes, BatchNorm batchNorm) {
    String formatName = format.name().toLowerCase(Locale.ROOT);
    String normName = batchNorm.name().toLowerCase(Locale.ROOT);
    results
        .words()
        .printf("%s, %.1f MB, batch norm %s: %s%n", formatName, bytes / 1e6, normName, out);
    ObjectNode json = results.object();
    json.put("run_dir", runDirectory);
    json.put("format", formatName);
    json.put("out", out);
    json.put("bytes", bytes);
    json.put("batch_norm", normName);
    results.print(json);
  }
}
