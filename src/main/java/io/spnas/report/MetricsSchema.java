package io.spnas.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Columns of metrics.jsonl for those who read it as a table. docs/metrics.md says what they mean.
 * Columns may be added; none changes its name, type or unit.
 */
public final class MetricsSchema {
  /** Lines that a column is filled in; elsewhere it is null. */
  public enum Lines {
    /** Records of steps, and events. */
    ALL,
    /** Records of steps. */
    STEPS,
    /** Records of a search's steps. */
    SEARCH,
    /** Records of the steps of a search that makes something else small than R alone. */
    OBJECTIVE,
    /** Records of steps that an evaluation followed. */
    VALIDATION,
    /** Events. */
    EVENTS
  }

  /**
   * A column.
   *
   * @param name its name, with its unit
   * @param type its type in Spark SQL
   * @param lines where it is filled
   */
  public record Column(String name, String type, Lines lines) {}

  private static final String WHOLE = "BIGINT";
  private static final String REAL = "DOUBLE";
  private static final String TEXT = "STRING";
  private static final String REALS_BY_LAYER = "ARRAY<ARRAY<DOUBLE>>";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("step", WHOLE, Lines.ALL),
          new Column("epoch", REAL, Lines.STEPS),
          new Column("cross_entropy", REAL, Lines.STEPS),
          new Column("runtime_ms", REAL, Lines.SEARCH),
          new Column("objective", REAL, Lines.OBJECTIVE),
          new Column("runtime_loss", REAL, Lines.SEARCH),
          new Column("weight_decay_loss", REAL, Lines.STEPS),
          new Column("lambda", REAL, Lines.SEARCH),
          new Column("learning_rate", REAL, Lines.STEPS),
          new Column("top1_train", REAL, Lines.STEPS),
          new Column("images_per_second", REAL, Lines.STEPS),
          new Column("step_ms", REAL, Lines.STEPS),
          new Column("compute_ms", REAL, Lines.STEPS),
          new Column("sync_ms", REAL, Lines.STEPS),
          new Column("input_ms", REAL, Lines.STEPS),
          new Column("indicators", REALS_BY_LAYER, Lines.SEARCH),
          new Column("arguments", REALS_BY_LAYER, Lines.SEARCH),
          new Column("validation_images", WHOLE, Lines.VALIDATION),
          new Column("validation_top1", REAL, Lines.VALIDATION),
          new Column("validation_top5", REAL, Lines.VALIDATION),
          new Column("validation_loss", REAL, Lines.VALIDATION),
          new Column("event", TEXT, Lines.EVENTS),
          new Column("time", TEXT, Lines.EVENTS),
          new Column("lost_steps", WHOLE, Lines.EVENTS),
          new Column("workers", WHOLE, Lines.EVENTS),
          new Column("cause", TEXT, Lines.EVENTS));

  private MetricsSchema() {}

  /** All columns, in the order of the file's fields. */
  public static List<Column> columns() {
    return COLUMNS;
  }

  /** The columns as {@code name TYPE, name TYPE ...}, which Spark's readers take as a schema. */
  public static String ddl() {
    return COLUMNS.stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", "));
  }
}
