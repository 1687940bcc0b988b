package io.spnas.report.methods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTableTest {
  private static final MethodComparison SMALL =
      ComparisonExample.withTop1(
          new double[] {0.8, 0.7, 0.9},
          new double[] {0.81, 0.72, 0.93},
          new double[] {0.5, Double.NaN, Double.NaN},
          new double[] {Double.NaN, Double.NaN, Double.NaN});

  @Test
  void rowsHaveMeansAndDeviations() {
    MethodTable table =
        MethodTable.of(SMALL, List.of(Column.TOP1, Column.MEASURED_MS, Column.PEAK_MEMORY_BYTES));
    assertThat(table.heads())
        .containsExactly("method", "seeds", "top-1, %", "measured, ms", "memory, MB");
    assertThat(table.rows())
        .containsExactly(
            List.of("method-0", "3", "80 \u00b1 10", "-", "1,450"),
            List.of("method-1", "3", "82 \u00b1 11", "-", "1,450"),
            List.of("method-2", "1", "50", "-", "1,450"),
            List.of("method-3", "0", "-", "-", "-"));
  }

  @Test
  void testsAreAgainstTheFirstMethod() {
    assertThat(MethodTable.tests(SMALL).rows())
        .containsExactly(
            List.of("method-1", "3", "+2.00", "-0.48 to +4.48", "0.074", "0.074"),
            List.of("method-2", "1", "-30.00", "-", "-", "-"),
            List.of("method-3", "0", "-", "-", "-", "-"));
  }

  @Test
  void aTerminalSeesColumns() {
    assertThat(MethodTable.of(SMALL, List.of(Column.TOP1)).text())
        .isEqualTo(
            """
            method    seeds  top-1, %
            method-0      3   80 \u00b1 10
            method-1      3   82 \u00b1 11
            method-2      1        50
            method-3      0         -
            """);
  }

  @Test
  void aPageOfDocumentationSeesATable() {
    MethodTable table = new MethodTable(List.of("method", "p"), List.of(List.of("a|b", "0.010")));
    assertThat(table.markdown())
        .isEqualTo(
            """
            | method | p |
            | --- | ---: |
            | a\\|b | 0.010 |
            """);
  }

  @Test
  void aPageHasAllTables() {
    assertThat(MethodTable.page(SMALL).lines().filter(line -> !line.startsWith("| method-")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("| method | seeds | top-1, % |"),
            line -> assertThat(line).startsWith("| --- | ---: |"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).startsWith("| method | seeds | images, k |"),
            line -> assertThat(line).startsWith("| --- | ---: |"),
            line -> assertThat(line).isEmpty(),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "Top-1 beside that of method-0, Student's paired t-test over seeds:"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).startsWith("| method | pairs | difference, points |"),
            line -> assertThat(line).startsWith("| --- | ---: |"));
  }

  private static Optional<Spread> spread(double mean, double deviation) {
    return Optional.of(new Spread(3, mean, OptionalDouble.of(deviation)));
  }

  @Test
  void aColumnHasTheDecimalsThatItsLargestDeviationAllows() {
    assertThat(SpreadText.of(List.of(spread(91.23456, 0.18), spread(90.9, 0.04))))
        .containsExactly("91.23 \u00b1 0.18", "90.90 \u00b1 0.04");
    assertThat(SpreadText.of(List.of(spread(1234.5678, 56), spread(99.5, 1), Optional.empty())))
        .containsExactly("1,235 \u00b1 56", "100 \u00b1 1", "-");
    assertThat(SpreadText.of(List.of(spread(34.07, 4.2), spread(0, 0), spread(315, 0))))
        .containsExactly("34.1 \u00b1 4.2", "0", "315.0");
    assertThat(SpreadText.of(List.of(spread(7.5, 1e-4)))).containsExactly("7.50 \u00b1 0.00");
    assertThat(SpreadText.of(List.of(spread(0.14992, 2.6e-4), spread(0.143, 8e-4))))
        .containsExactly("0.1499 \u00b1 0.0003", "0.1430 \u00b1 0.0008");
    assertThat(SpreadText.of(List.of(spread(0.6947, 0.0119))))
        .containsExactly("0.695 \u00b1 0.012");
  }

  @Test
  void aColumnWithoutDeviationsHasNumbersOnly() {
    Spread one = new Spread(1, 7.256, OptionalDouble.empty());
    assertThat(SpreadText.of(List.of(Optional.of(one), spread(315, 0))))
        .containsExactly("7.26", "315");
  }

  @ParameterizedTest
  @CsvSource({"0.0009, < 0.001", "0.001, 0.001", "0.05, 0.050", "1, 1.000"})
  void chancesHaveThreeDecimals(double p, String expected) {
    assertThat(MethodTable.chance(p)).isEqualTo(expected);
  }

  @Test
  void everyColumnOfARealComparisonFits() {
    for (List<Column> columns : List.of(Column.FOUND, Column.TOOK)) {
      assertThat(MethodTable.of(ComparisonExample.whole(), columns).text().lines())
          .hasSize(11)
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(98));
    }
  }
}
