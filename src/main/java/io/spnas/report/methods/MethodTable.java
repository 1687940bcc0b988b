package io.spnas.report.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of a comparison, with a row for each method.
 *
 * @param heads names of the columns
 * @param rows cells of each row, the method's name first
 */
public record MethodTable(List<String> heads, List<List<String>> rows) {
  public MethodTable {
    heads = List.copyOf(heads);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Means and standard deviations of some columns, and of how many seeds. */
  public static MethodTable of(MethodComparison comparison, List<Column> columns) {
    List<MethodSummary> summaries = MethodSummary.of(comparison);
    List<String> heads = new ArrayList<>(List.of("method", "seeds"));
    List<List<String>> rows = new ArrayList<>();
    for (MethodSummary summary : summaries) {
      long done = summary.count(MethodCell.State.DONE);
      rows.add(new ArrayList<>(List.of(summary.method(), String.valueOf(done))));
    }
    for (Column column : columns) {
      heads.add(column.head());
      List<String> texts = column(comparison, column);
      for (int i = 0; i < texts.size(); i++) {
        rows.get(i).add(texts.get(i));
      }
    }
    return new MethodTable(heads, rows);
  }

  /** Mean and standard deviation of each method, in their order. */
  public static List<String> column(MethodComparison comparison, Column column) {
    return SpreadText.of(
        MethodSummary.of(comparison).stream().map(summary -> summary.shown(column)).toList());
  }

  /** Differences in top-1 from the first method, with what a test says of them. */
  public static MethodTable tests(MethodComparison comparison) {
    List<String> heads =
        List.of("method", "pairs", "difference, points", "95 % interval", "p", "p, Holm");
    List<List<String>> rows = new ArrayList<>();
    for (PairedTest test : PairedTests.of(comparison, Column.TOP1)) {
      double scale = Column.TOP1.scale();
      double mean = scale * test.difference().mean();
      rows.add(
          List.of(
              test.method(),
              String.valueOf(test.difference().count()),
              test.difference().count() == 0 ? "-" : signed(mean),
              test.half().isPresent()
                  ? signed(mean - scale * test.half().getAsDouble())
                      + " to "
                      + signed(mean + scale * test.half().getAsDouble())
                  : "-",
              test.p().isPresent() ? chance(test.p().getAsDouble()) : "-",
              test.corrected().isPresent() ? chance(test.corrected().getAsDouble()) : "-"));
    }
    return new MethodTable(heads, rows);
  }

  /** All tables of a comparison, for a page of documentation or a review. */
  public static String page(MethodComparison comparison) {
    List<String> parts = new ArrayList<>();
    parts.add(of(comparison, Column.FOUND).markdown());
    parts.add(of(comparison, Column.TOOK).markdown());
    if (comparison.methods().size() > 1) {
      parts.add(
          "Top-1 beside that of "
              + comparison.methods().get(0)
              + ", Student's paired t-test over seeds:\n");
      parts.add(tests(comparison).markdown());
    }
    return String.join("\n", parts);
  }

  /** Points of top-1 with their sign. */
  public static String signed(double points) {
    String text = String.format(Locale.ROOT, "%+.2f", points);
    return text.equals("-0.00") ? "+0.00" : text;
  }

  /** A p-value. */
  public static String chance(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /** For a terminal: names to the left, numbers to the right. */
  public String text() {
    int[] widths =
        IntStream.range(0, heads.size())
            .map(c -> lines().stream().mapToInt(line -> line.get(c).length()).max().orElse(0))
            .toArray();
    return lines().stream().map(line -> text(line, widths)).collect(Collectors.joining());
  }

  private static String text(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      text.append(c == 0 ? "" : "  ");
      String padding = " ".repeat(widths[c] - line.get(c).length());
      text.append(c == 0 ? line.get(c) + padding : padding + line.get(c));
    }
    return text.toString().stripTrailing() + "\n";
  }

  /** For a page of documentation. */
  public String markdown() {
    StringBuilder text = new StringBuilder(markdown(heads));
    text.append(
        markdown(IntStream.range(0, heads.size()).mapToObj(c -> c == 0 ? "---" : "---:").toList()));
    rows.forEach(row -> text.append(markdown(row)));
    return text.toString();
  }

  private static String markdown(List<String> line) {
    return line.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>(List.of(heads));
    lines.addAll(rows);
    return lines;
  }
}
