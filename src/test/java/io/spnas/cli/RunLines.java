package io.spnas.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lines of JSON in a search's run directory. */
final class RunLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunLines() {}

  /** What is told of its steps. */
  static List<JsonNode> metrics(Path run) throws IOException {
    return parsed(run.resolve("metrics.jsonl"));
  }

  /** The epoch that its steps have come to. */
  static double lastEpoch(Path run) throws IOException {
    List<JsonNode> metrics = metrics(run);
    return metrics.get(metrics.size() - 1).path("epoch").asDouble();
  }

  /** The candidates that it has scored. */
  static List<JsonNode> candidates(Path run) throws IOException {
    return parsed(run.resolve("candidates.jsonl"));
  }

  /** What of the candidates' scores does not depend on the clock. */
  static List<String> scores(Path run) throws IOException {
    return candidates(run).stream().map(c -> c.path("operations") + " " + c.path("top1")).toList();
  }

  private static List<JsonNode> parsed(Path file) throws IOException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      parsed.add(JSON.readTree(line));
    }
    return parsed;
  }
}
