package io.spnas.report.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of a table as Spark's JSON reader takes them: an object a line, and the columns as a schema.
 * A column is a component of a record; its name is written in snake case.
 */
final class Rows {
  private static final PropertyNamingStrategies.NamingBase NAMING =
      (PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.SNAKE_CASE;
  private static final ObjectMapper JSON = new ObjectMapper().setPropertyNamingStrategy(NAMING);
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          Integer.class, "INT",
          Long.class, "BIGINT",
          Double.class, "DOUBLE",
          Boolean.class, "BOOLEAN",
          String.class, "STRING");

  private Rows() {}

  /** The columns of a record: {@code name TYPE, name TYPE ...}. */
  static String schema(Class<? extends Record> row) {
    return Arrays.stream(row.getRecordComponents())
        .map(column -> NAMING.translate(column.getName()) + " " + TYPES.get(column.getType()))
        .collect(Collectors.joining(", "));
  }

  /** An object a row. */
  static List<String> json(List<? extends Record> rows) {
    return rows.stream().map(Rows::line).toList();
  }

  private static String line(Record row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a row in memory", e);
    }
  }
}
