package io.spnas.report;

import io.spnas.train.ConfusionMatrix;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A confusion matrix as comma-separated values (RFC 4180): a row a true class, a column a predicted
 * class, both with their names; cells are numbers of images.
 */
public final class ConfusionCsv {
  private static final String CORNER = "true class \\ predicted class";

  private ConfusionCsv() {}

  /**
   * Writes a matrix.
   *
   * @param names names of its classes, in order
   */
  public static String write(ConfusionMatrix matrix, List<String> names) {
    StringBuilder text = new StringBuilder();
    line(text, Stream.concat(Stream.of(CORNER), names.stream()));
    for (int t = 0; t < matrix.classes(); t++) {
      int row = t;
      LongStream cells =
          LongStream.range(0, matrix.classes()).map(p -> matrix.images(row, (int) p));
      line(text, Stream.concat(Stream.of(names.get(t)), cells.mapToObj(Long::toString)));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Stream<String> fields) {
    text.append(fields.map(ConfusionCsv::field).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String field(String text) {
    return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
