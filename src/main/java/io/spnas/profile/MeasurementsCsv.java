package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Nearest;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Measurements as text:
 *
 * <pre>
 *   # threads: 4                   notes on how it was measured, as many as there are
 *   model,ms                       the header
 *   block_k3_s1_e6_i24_o24,1.234   a time, in ms; as many of a model as were measured
 * </pre>
 */
public final class MeasurementsCsv {
  private static final String HEADER = "model,ms";
  private static final String NOTE = "#";

  private final String file;
  private final TreeSet<String> models;
  private final Measurements measurements = new Measurements();
  private int line;

  private MeasurementsCsv(String file, Collection<String> models) {
    this.file = file;
    this.models = new TreeSet<>(models);
  }

  /** The text of measurements. */
  public static String write(Measurements measurements) {
    StringBuilder text = new StringBuilder();
    measurements
        .notes()
        .forEach((key, value) -> text.append(NOTE + " " + key + ": " + value + "\n"));
    text.append(HEADER + "\n");
    for (Measurements.Sample sample : measurements.samples()) {
      text.append(String.format(Locale.ROOT, "%s,%.6f%n", sample.model(), sample.milliseconds()));
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write}, or a script of a measuring pack, has written.
   *
   * @param text the text
   * @param file its name, for messages
   * @param models names of all models that there are
   * @throws InvalidInputException naming line and column of what is wrong
   */
  public static Measurements read(String text, String file, Collection<String> models) {
    MeasurementsCsv csv = new MeasurementsCsv(file, models);
    csv.read(text);
    return csv.measurements;
  }

  /**
   * Refuses measurements that leave a model out.
   *
   * @throws InvalidInputException telling how many, and the first of them
   */
  public static void requireAll(Measurements measurements, String file, Collection<String> models) {
    List<String> missing =
        models.stream().filter(model -> measurements.times(model).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "%s has no times of %d of %d models, the first of them %s: expected at least one of each",
          file, missing.size(), models.size(), missing.get(0));
    }
  }

  private void read(String text) {
    boolean headed = false;
    // A byte order mark is what some spreadsheets begin with.
    for (String content : text.replaceFirst("^\uFEFF", "").lines().toList()) {
      line++;
      if (content.startsWith(NOTE)) {
        note(content.substring(NOTE.length()));
      } else if (content.isBlank()) {
        continue;
      } else if (headed) {
        sample(content);
      } else if (content.replace(" ", "").equals(HEADER)) {
        headed = true;
      } else {
        throw invalid(1, "found '%s', expected the header %s", shown(content), HEADER);
      }
    }
    if (!headed) {
      throw new InvalidInputException(
          "%s is empty, expected the header %s and a line for each time", file, HEADER);
    }
  }

  private void note(String content) {
    String[] parts = content.split(":", 2);
    if (parts.length == 2) {
      measurements.note(parts[0].strip(), parts[1].strip());
    }
  }

  private void sample(String content) {
    String[] fields = content.split(",", -1);
    if (fields.length != 2) {
      throw invalid(
          fields.length < 2
              ? content.length() + 1
              : content.indexOf(',', fields[0].length() + 1) + 1,
          "%d field%s, expected 2: %s",
          fields.length,
          fields.length == 1 ? "" : "s",
          HEADER);
    }
    String model = fields[0].strip();
    if (!models.contains(model)) {
      throw invalid(
          1, "unknown model '%s', did you mean %s?", shown(model), Nearest.to(model, models));
    }
    measurements.add(model, milliseconds(fields[1].strip(), fields[0].length() + 2));
  }

  private double milliseconds(String text, int column) {
    double value;
    try {
      // Unlike Double's, its syntax is that of numbers alone.
      value = new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw invalid(column, "time is '%s', expected ms above 0", shown(text));
    }
    return value;
  }

  private InvalidInputException invalid(int column, String format, Object... arguments) {
    return new InvalidInputException(
        "%s line %d, column %d: %s", file, line, column, String.format(format, arguments));
  }

  /** The beginning of a text that may be anything. */
  private static String shown(String text) {
    String printable =
        text.chars()
            .limit(40)
            .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
            .collect(Collectors.joining());
    return text.length() > 40 ? printable + "..." : printable;
  }
}
