package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.report.Pareto;
import io.spnas.report.ParetoExample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoPictureTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void everyNetworkIsAMark(int found) throws Exception {
    double[][] points = new double[found][];
    for (int i = 0; i < found; i++) {
      points[i] = new double[] {60 + i, 700 + 3 * i};
    }
    Pareto pareto = ParetoExample.of(points);
    Drawing drawing = new Drawing(ParetoPicture.svg(pareto));
    assertThat(drawing.of("found")).hasSize(found);
    assertThat(drawing.of("random")).hasSize(pareto.random().size());
    assertThat(Drawing.points(drawing.of("front").get(0)))
        .hasSize((int) pareto.front().stream().filter(on -> on).count());
    assertThat(drawing.texts()).contains("predicted latency, ms (phone & co)");
    assertThat(drawing.texts()).filteredOn(text -> text.startsWith("\u03bb ")).hasSize(found);
  }
}
