package io.spnas.cli;

import io.spnas.report.RunSummary;
import io.spnas.report.RunsBelow;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;

/** A table of runs in words: a line a run. */
final class RunsText {
  private static final List<String> HEAD =
      List.of("run", "kind", "state", "steps", "R ms", "cross-entropy", "top-1", "changed");

  /** Columns of numbers, which end at the right. */
  private static final List<String> NUMBERS = List.of("steps", "R ms", "cross-entropy", "top-1");

  private final PrintStream out;
  private final String directory;
  private final Instant now;

  /**
   * @param directory where was looked; paths are told from there
   * @param now against which ages are told
   */
  RunsText(PrintStream out, String directory, Instant now) {
    this.out = out;
    this.directory = new Path(directory).toString();
    this.now = now;
  }

  void print(RunsBelow runs) {
    if (runs.readable().isEmpty() && runs.unreadable().isEmpty()) {
      out.printf("No runs in %s or up to four levels below it%n", directory);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    if (!runs.readable().isEmpty()) {
      rows.add(HEAD);
      runs.readable().forEach(run -> rows.add(row(run)));
    }
    int[] widths = widths(rows);
    rows.forEach(row -> out.println(line(row, widths)));
    runs.unreadable()
        .forEach(run -> out.printf("%s  unreadable: %s%n", name(run.directory()), run.reason()));
  }

  private List<String> row(RunSummary run) {
    return List.of(
        name(run.directory()),
        run.kind().name().toLowerCase(Locale.ROOT),
        run.state().name().toLowerCase(Locale.ROOT),
        number(run.step()) + "/" + number(run.steps()),
        number("%.2f", run.runtimeMilliseconds()),
        number("%.3f", run.crossEntropy()),
        top1(run),
        age(run.age(now)) + " ago");
  }

  private String name(String run) {
    return run.startsWith(directory + "/") ? run.substring(directory.length() + 1) : run;
  }

  private static String top1(RunSummary run) {
    return run.top1().isPresent()
        ? number("%.2f %%", percent(run.top1()))
        : run.top1Training().isPresent()
            ? number("%.0f %% in training", percent(run.top1Training()))
            : "-";
  }

  private static OptionalDouble percent(OptionalDouble share) {
    return OptionalDouble.of(100 * share.getAsDouble());
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "-";
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
  }

  static String age(Duration age) {
    if (age.toMinutes() < 2) {
      return age.toSeconds() + " s";
    } else if (age.toHours() < 2) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " days";
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      boolean right = NUMBERS.contains(HEAD.get(c));
      line.append(String.format((right ? "%" : "%-") + widths[c] + "s", row.get(c))).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
