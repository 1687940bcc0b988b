package io.spnas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** docs/settings.md: every key of {@code reference.conf} with its default and its comment. */
final class SettingsTable {
  private static final String HEAD =
      """
      # Settings

      Generated from the comments of `src/main/resources/reference.conf`. Later sources win:
      `reference.conf` < `--config FILE` < `--set key=value`.

      | key | default | meaning |
      |---|---|---|
      """;

  private SettingsTable() {}

  /** A setting as the defaults' file has it. */
  record Row(String key, ConfigValue value) {
    /** Its comment; empty if there is none. */
    String meaning() {
      return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    }

    private String markdown() {
      String rendered = value.render(ConfigRenderOptions.concise());
      return String.format("| `%s` | `%s` | %s |\n", key, rendered, meaning().replace("|", "\\|"));
    }
  }

  /** All settings in the order of the file. */
  static List<Row> rows(Config reference) {
    return reference.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<String, ConfigValue> entry) -> entry.getValue().origin().lineNumber()))
        .map(entry -> new Row(entry.getKey(), entry.getValue()))
        .toList();
  }

  static String markdown(Config reference) {
    return rows(reference).stream().map(Row::markdown).collect(Collectors.joining("", HEAD, ""));
  }
}
