package io.spnas.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.train.StepRecord;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** A record of metrics.jsonl: one JSON object a line, names with their units. */
final class MetricsFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MetricsFormat() {}

  static String line(StepRecord record) {
    ObjectNode node = JSON.createObjectNode();
    node.put("step", record.step());
    node.put("epoch", rounded(record.epoch()));
    node.put("cross_entropy", rounded(record.crossEntropy()));
    node.put("runtime_ms", rounded(record.runtimeMilliseconds()));
    node.put("runtime_loss", rounded(record.runtimeLoss()));
    node.put("weight_decay_loss", rounded(record.weightDecayLoss()));
    node.put("lambda", record.lambda());
    node.put("learning_rate", record.learningRate());
    node.put("top1_train", rounded(record.top1()));
    node.put("images_per_second", rounded(record.imagesPerSecond()));
    node.put("step_ms", rounded(record.stepMilliseconds()));
    node.put("compute_ms", rounded(record.computeMilliseconds()));
    node.put("sync_ms", rounded(record.syncMilliseconds()));
    node.put("input_ms", rounded(record.inputMilliseconds()));
    ArrayNode layers = node.putArray("indicators");
    for (double[] layer : record.indicators()) {
      ArrayNode decisions = layers.addArray();
      for (double indicator : layer) {
        decisions.add(rounded(indicator));
      }
    }
    return node.toString();
  }

  static String line(RunEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("event", event.kind().name().toLowerCase(Locale.ROOT));
    node.put("time", event.time().truncatedTo(ChronoUnit.SECONDS).toString());
    node.put("step", event.step());
    node.put("lost_steps", event.lostSteps());
    node.put("workers", event.workers());
    node.put("cause", event.cause());
    return node.toString();
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 1e6) / 1e6 : value;
  }

  /** The record of a line; none if the line is of another kind. */
  static Optional<StepRecord> parse(String line) throws JsonProcessingException {
    JsonNode node = JSON.readTree(line);
    return node.has("step_ms") ? Optional.of(record(node)) : Optional.empty();
  }

  private static StepRecord record(JsonNode node) {
    JsonNode layers = node.path("indicators");
    double[][] indicators = new double[layers.size()][];
    for (int l = 0; l < indicators.length; l++) {
      JsonNode layer = layers.get(l);
      indicators[l] = new double[layer.size()];
      for (int i = 0; i < layer.size(); i++) {
        indicators[l][i] = layer.get(i).asDouble();
      }
    }
    return new StepRecord(
        node.path("step").asLong(),
        node.path("epoch").asDouble(),
        node.path("cross_entropy").asDouble(),
        node.path("runtime_ms").asDouble(),
        node.path("runtime_loss").asDouble(),
        node.path("weight_decay_loss").asDouble(),
        node.path("lambda").asDouble(),
        node.path("learning_rate").asDouble(),
        node.path("top1_train").asDouble(),
        node.path("images_per_second").asDouble(),
        node.path("step_ms").asDouble(),
        node.path("compute_ms").asDouble(),
        node.path("sync_ms").asDouble(),
        node.path("input_ms").asDouble(),
        indicators);
  }
}
