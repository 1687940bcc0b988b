package io.spnas.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
    boolean search = record.isOfSearch();
    if (search) {
      node.put("runtime_ms", rounded(record.runtimeMilliseconds()));
      if (!Double.isNaN(record.objective())) {
        node.put("objective", rounded(record.objective()));
      }
      node.put("runtime_loss", rounded(record.runtimeLoss()));
    }
    node.put("weight_decay_loss", rounded(record.weightDecayLoss()));
    if (search) {
      node.put("lambda", record.lambda());
    }
    node.put("learning_rate", record.learningRate());
    node.put("top1_train", rounded(record.top1()));
    node.put("images_per_second", rounded(record.imagesPerSecond()));
    node.put("step_ms", rounded(record.stepMilliseconds()));
    node.put("compute_ms", rounded(record.computeMilliseconds()));
    node.put("sync_ms", rounded(record.syncMilliseconds()));
    node.put("input_ms", rounded(record.inputMilliseconds()));
    if (search) {
      decisions(node.putArray("indicators"), record.indicators());
      decisions(node.putArray("arguments"), record.arguments());
    }
    record.validation().ifPresent(validation -> validation(node, validation));
    return node.toString();
  }

  private static void decisions(ArrayNode layers, double[][] values) {
    for (double[] layer : values) {
      ArrayNode decisions = layers.addArray();
      for (double value : layer) {
        decisions.add(rounded(value));
      }
    }
  }

  private static double[][] decisions(JsonNode layers) {
    double[][] values = new double[layers.size()][];
    for (int l = 0; l < values.length; l++) {
      JsonNode layer = layers.get(l);
      values[l] = new double[layer.size()];
      for (int i = 0; i < layer.size(); i++) {
        values[l][i] = layer.get(i).asDouble();
      }
    }
    return values;
  }

  private static void validation(ObjectNode node, Validation.Result validation) {
    node.put("validation_images", validation.images());
    node.put("validation_top1", rounded(validation.top1()));
    node.put("validation_top5", rounded(validation.top5()));
    node.put("validation_loss", rounded(validation.loss()));
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

  /** The event of a line; none if the line is of another kind, or of a kind unknown here. */
  static Optional<RunEvent> parseEvent(String line) throws JsonProcessingException {
    JsonNode node = JSON.readTree(line);
    String name = node.path("event").asText();
    return Arrays.stream(RunEvent.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .map(kind -> event(kind, node));
  }

  private static RunEvent event(RunEvent.Kind kind, JsonNode node) {
    return new RunEvent(
        kind,
        node.path("step").asLong(),
        node.path("lost_steps").asLong(),
        node.path("workers").asInt(),
        node.path("cause").asText(),
        Instant.parse(node.path("time").asText()));
  }

  private static StepRecord record(JsonNode node) {
    return new StepRecord(
        node.path("step").asLong(),
        node.path("epoch").asDouble(),
        node.path("cross_entropy").asDouble(),
        node.path("runtime_ms").asDouble(Double.NaN),
        node.path("objective").asDouble(Double.NaN),
        node.path("runtime_loss").asDouble(Double.NaN),
        node.path("weight_decay_loss").asDouble(),
        node.path("lambda").asDouble(),
        node.path("learning_rate").asDouble(),
        node.path("top1_train").asDouble(),
        node.path("images_per_second").asDouble(),
        node.path("step_ms").asDouble(),
        node.path("compute_ms").asDouble(),
        node.path("sync_ms").asDouble(),
        node.path("input_ms").asDouble(),
        decisions(node.path("indicators")),
        decisions(node.path("arguments")),
        validation(node));
  }

  private static Optional<Validation.Result> validation(JsonNode node) {
    if (!node.has("validation_images")) {
      return Optional.empty();
    }
    return Optional.of(
        new Validation.Result(
            node.path("validation_images").asLong(),
            node.path("validation_top1").asDouble(),
            node.path("validation_top5").asDouble(),
            node.path("validation_loss").asDouble()));
  }
}
