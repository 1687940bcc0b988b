package io.spnas.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * A network scored with the weights that it inherits from a supernet; a line of candidates.jsonl.
 *
 * @param step steps that the supernet had been trained
 * @param operations operation of each searchable layer, such as {@code 3x3-6}
 * @param latencyMilliseconds runtime that the table of latency predicts, ms
 * @param top1 share of the held-back images that it classifies right, 0 to 1
 * @param images held-back images that were counted
 * @param seconds time that it took one executor's task
 * @param coreSeconds that time, by the cores of the task
 */
public record CandidateScore(
    long step,
    List<String> operations,
    double latencyMilliseconds,
    double top1,
    long images,
    double seconds,
    double coreSeconds) {

  /** Copies. */
  public CandidateScore {
    operations = List.copyOf(operations);
  }

  /** The line, without its end. */
  String line() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("step", step);
    ArrayNode names = json.putArray("operations");
    operations.forEach(names::add);
    json.put("latency_ms", latencyMilliseconds);
    json.put("top1", top1);
    json.put("images", images);
    json.put("seconds", seconds);
    json.put("core_seconds", coreSeconds);
    return json.toString();
  }

  /**
   * Reads a line.
   *
   * @throws InvalidInputException if it is not what {@link #line} writes
   */
  static CandidateScore parse(String line) {
    JsonNode json = JsonText.parse(line);
    List<String> operations = new ArrayList<>();
    for (JsonNode name : json.path("operations")) {
      operations.add(name.asText());
    }
    if (operations.isEmpty()) {
      throw new InvalidInputException("no operations");
    }
    double top1 = number(json, "top1");
    if (!(top1 >= 0 && top1 <= 1)) {
      throw new InvalidInputException("top1 = %s, expected 0 to 1", top1);
    }
    return new CandidateScore(
        (long) number(json, "step"),
        operations,
        number(json, "latency_ms"),
        top1,
        (long) number(json, "images"),
        number(json, "seconds"),
        number(json, "core_seconds"));
  }

  private static double number(JsonNode json, String field) {
    if (!json.path(field).isNumber()) {
      throw new InvalidInputException("no number %s", field);
    }
    return json.path(field).asDouble();
  }
}
