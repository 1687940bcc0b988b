package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class ScalesTest {
  @ParameterizedTest
  @CsvSource({"-5, 0", "0, 0.5", "5, 1"})
  void aSymmetricAxisHasItsLargestValuesAtItsEnds(double value, double position) {
    assertThat(new SymlogScale(0.001, 5).position(value)).isEqualTo(position, within(1e-9));
  }

  @Test
  void aSymmetricAxisShowsTheSignOfSmallValues() {
    SymlogScale scale = new SymlogScale(0.001, 5);
    assertThat(scale.position(0.001)).isBetween(0.52, 0.6);
    assertThat(scale.position(-0.001)).isEqualTo(1 - scale.position(0.001), within(1e-9));
  }

  @Test
  void aLogarithmicAxisBeginsAndEndsAtItsTicks() {
    LogScale scale = LogScale.around(526, 1909);
    assertThat(scale.ticks()).containsExactly(500.0, 1000.0, 2000.0);
    assertThat(scale.position(500)).isZero();
    assertThat(scale.position(1000)).isEqualTo(0.5, within(1e-9));
    assertThat(scale.position(2000)).isEqualTo(1, within(1e-9));
    assertThat(scale.text(1000)).isEqualTo("1,000");
  }

  @Test
  void aLogarithmicAxisOfOneValueHasTicksAtBothSides() {
    assertThat(LogScale.around(700, 700).ticks()).containsExactly(500.0, 1000.0);
    assertThat(LogScale.around(0.03, 0.03).ticks())
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(0.02, 0.05);
  }

  @Test
  void aLongLogarithmicAxisHasPowersOfTen() {
    assertThat(LogScale.around(3, 40_000).ticks())
        .usingComparatorForType((a, b) -> Math.abs(a / b - 1) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(10.0, 100.0, 1000.0, 10_000.0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.156234, 0.156",
    "0.00725, 0.00725",
    "0.000247, 0.000247",
    "1e-8, 1.0e-08",
    "9.0312, 9.03",
    "85.25, 85.3",
    "12047.4, '12,047'",
    "-1.5, -1.50",
    "NaN, not a number",
    "Infinity, infinite"
  })
  void numbersHaveTheDigitsThatCount(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"2.00107, 2", "0.5, 0.5", "350, 350", "10.25, 10.25"})
  void epochsHaveNoNeedlessDigits(double epochs, String text) {
    assertThat(Numbers.epochs(epochs)).isEqualTo(text);
  }

  @Test
  void aThinnedLineKeepsWhatItsLookDependsOn() throws Exception {
    int count = 20_000;
    double[] x = IntStream.range(0, count).asDoubleStream().toArray();
    double[] y = IntStream.range(0, count).mapToDouble(i -> Math.sin(i)).toArray();
    y[12_345] = 7;
    y[777] = -3;
    Series series = new Series("", x, y, Tone.BLUE, Series.Form.LINE);
    Plot plot =
        new Plot(0, 0, 500, 100, AxisScale.between(0, count, 5), AxisScale.around(-3, 7, 5));
    Svg svg = new Svg(500, 100, "line", "a line");
    svg.path(PathData.line(plot, series), Paint.stroke(Tone.BLUE, 1).named("line"));
    Element line = new Drawing(svg.end()).of("line").get(0);
    List<double[]> points = Drawing.points(line);
    assertThat(points).hasSizeBetween(1500, 2004);
    for (double extreme : new double[] {7, -3}) {
      assertThat(points)
          .anySatisfy(point -> assertThat(point[1]).isEqualTo(plot.y(extreme), within(0.06)));
    }
    assertThat(points.get(0)[0]).isZero();
    assertThat(points.get(points.size() - 1)[0]).isEqualTo(plot.x(count - 1), within(0.06));
  }
}
