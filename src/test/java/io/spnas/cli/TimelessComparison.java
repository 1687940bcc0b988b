package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What of a comparison's cells depends on no clock: the same whenever and however it is run. */
final class TimelessComparison {
  private static final List<String> TIMES =
      List.of("measured_ms", "core_seconds", "train_core_seconds");

  private TimelessComparison() {}

  /** The cells without times. */
  static JsonNode of(JsonNode comparison) {
    JsonNode cells = comparison.path("cells").deepCopy();
    assertThat(cells).isNotEmpty();
    for (JsonNode cell : cells) {
      for (String time : TIMES) {
        for (JsonNode holder : cell.findParents(time)) {
          ((ObjectNode) holder).remove(time);
        }
      }
    }
    return cells;
  }
}
