package io.spnas.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.train.ConfusionMatrix;
import io.spnas.train.EvaluationCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run's network got right on a split; evaluation.json, where {@code confusion} has a row
 * [true class, predicted class, images] of each pair that occurred.
 *
 * @param split name of the split
 * @param images its images
 * @param top1 share of them that are right at once, 0 to 1
 * @param top5 share of them that are right within five guesses, 0 to 1
 * @param loss mean cross-entropy of an image, natural logarithm
 * @param labels names of the classes, in order
 * @param confusion images by true and predicted class
 */
public record RunEvaluation(
    String split,
    long images,
    double top1,
    double top5,
    double loss,
    List<String> labels,
    ConfusionMatrix confusion) {

  public RunEvaluation {
    labels = List.copyOf(labels);
  }

  /** What an evaluation counted. */
  public static RunEvaluation of(
      String split, EvaluationCounts counts, List<String> labels, ConfusionMatrix confusion) {
    return new RunEvaluation(
        split,
        counts.images(),
        counts.top1Share(),
        counts.top5Share(),
        counts.meanLoss(),
        labels,
        confusion);
  }

  /** The text of evaluation.json. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("split", split);
    root.put("images", images);
    root.put("top1", top1);
    root.put("top5", top5);
    root.put("loss", loss);
    labels.forEach(root.putArray("labels")::add);
    ArrayNode cells = root.putArray("confusion");
    confusion.forEach((t, p, count) -> cells.addArray().add(t).add(p).add(count));
    return root + "\n";
  }

  /**
   * Reads evaluation.json.
   *
   * @param file its name, for messages
   * @throws InvalidInputException if the text is none
   */
  static RunEvaluation parse(String text, String file) {
    JsonNode root = JsonText.parse(text);
    List<String> labels = new ArrayList<>();
    root.path("labels").forEach(label -> labels.add(label.asText()));
    ConfusionMatrix confusion = new ConfusionMatrix(labels.size());
    for (JsonNode cell : root.path("confusion")) {
      int trueClass = cell.path(0).asInt(-1);
      int predicted = cell.path(1).asInt(-1);
      if (Math.min(trueClass, predicted) < 0 || Math.max(trueClass, predicted) >= labels.size()) {
        throw new InvalidInputException(
            "%s has the row %s, expected [true class, predicted class, images] with classes below"
                + " %d",
            file, cell, labels.size());
      }
      confusion.add(trueClass, predicted, cell.path(2).asLong());
    }
    return new RunEvaluation(
        root.path("split").asText(),
        root.path("images").asLong(),
        root.path("top1").asDouble(Double.NaN),
        root.path("top5").asDouble(Double.NaN),
        root.path("loss").asDouble(Double.NaN),
        labels,
        confusion);
  }
}
