package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import io.spnas.data.UnreadableImageException;
import io.spnas.train.Predictor;
import io.spnas.train.Predictor.Prediction;
import io.spnas.train.TrainedModel;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}: says what image files show. Starts no Spark. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Say what image files show: names of classes with their probabilities.",
    footer = {
      "",
      "Files that are no images are told one a line on stderr; the exit status is 2 then, and the"
          + " others' classes are printed all the same.",
      "",
      "Examples:",
      "  predict --run-dir runs/a cat.jpg",
      "  predict --run-dir hdfs:///runs/1 --top 1 --json photos/*.jpg hdfs:///photos/1.png"
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private TrainedRunOption run;

  @Option(
      names = "--top",
      defaultValue = "5",
      paramLabel = "K",
      description = "Classes to name, the most probable first (default: ${DEFAULT-VALUE}).")
  private int top;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "JPEG or PNG files, local or on any Hadoop file system.")
  private List<String> images;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--top", top);
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    TrainedModel model = run.load(hadoop);
    ObjectNode json = results.object();
    ArrayNode predictions = json.putArray("predictions");
    int status = 0;
    try (Predictor predictor = new Predictor(model, Runtime.getRuntime().availableProcessors())) {
      for (String image : images) {
        try {
          tell(image, predict(predictor, image, hadoop), predictions);
        } catch (InvalidInputException e) {
          status = new ErrorReport(System.err).tell(e);
        }
      }
    }
    results.print(json);
    return status;
  }

  private List<Prediction> predict(Predictor predictor, String image, Configuration hadoop) {
    try {
      Path path = path(image);
      byte[] encoded = ShardFiles.read(ShardFiles.fileSystem(path, hadoop), path);
      List<Prediction> predictions = predictor.predict(encoded, top);
      run.requireFinite(predictions.get(0).probability());
      return predictions;
    } catch (UnreadableImageException e) {
      throw new InvalidInputException("Cannot decode image %s: %s", image, e.getMessage());
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read image %s: %s", image, e.getMessage());
    }
  }

  /** A local file goes first, also where paths without a scheme are a cluster's. */
  private static Path path(String image) {
    File local = new File(image);
    return local.exists() ? new Path(local.getAbsoluteFile().toURI()) : ShardFiles.path(image);
  }

  private void tell(String image, List<Prediction> found, ArrayNode predictions) {
    ObjectNode prediction = predictions.addObject();
    prediction.put("image", image);
    ArrayNode classes = prediction.putArray("top");
    results.words().println(image);
    for (Prediction one : found) {
      results.words().printf(Locale.ROOT, "  %5.1f %%  %s%n", 100 * one.probability(), one.label());
      ObjectNode node = classes.addObject();
      node.put("label", one.label());
      node.put("probability", one.probability());
    }
  }
}
