package io.spnas.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's driver says of itself when it starts or goes on; a row of provenance.json.
 *
 * @param time when
 * @param facts what, by name, such as {@code spark}; only what is known
 */
public record RunStart(Instant time, Map<String, String> facts) {
  /** Fact: number of workers. */
  public static final String WORKERS = "workers";

  /** Fact: cores of a worker. */
  public static final String WORKER_CORES = "worker_cores";

  private static final String TIME = "time";

  public RunStart {
    facts = new LinkedHashMap<>(facts);
  }

  /** The text of provenance.json. */
  static String json(List<RunStart> starts) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (RunStart start : starts) {
      ObjectNode row = root.withArray("starts").addObject();
      row.put(TIME, start.time.truncatedTo(ChronoUnit.SECONDS).toString());
      start.facts.forEach(row::put);
    }
    return root.toPrettyString() + "\n";
  }

  /** Reads provenance.json. */
  static List<RunStart> parse(String text) {
    List<RunStart> starts = new ArrayList<>();
    for (JsonNode row : JsonText.parse(text).path("starts")) {
      Map<String, String> facts = new LinkedHashMap<>();
      row.fields().forEachRemaining(field -> facts.put(field.getKey(), field.getValue().asText()));
      starts.add(new RunStart(Instant.parse(facts.remove(TIME)), facts));
    }
    return starts;
  }
}
