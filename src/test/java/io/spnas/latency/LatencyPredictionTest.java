package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.RuntimeModelKind;
import io.spnas.space.Architecture;
import io.spnas.space.NamedNetworks;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.space.SpaceFit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyPredictionTest {
  private final LatencyTable pixel1 = Tables.pixel1();
  private final SearchSpace space = Tables.space();
  private final Architecture found =
      SpaceFit.fit(space, NamedNetworks.named("single-path-nas"), "single-path-nas");

  @Test
  void papersNetworkIsPredictedLayerByLayer() {
    LatencyPrediction prediction = LatencyPrediction.of(pixel1, found);
    assertThat(prediction.layers().stream().map(LatencyPrediction.LayerLatency::layer))
        .containsExactlyElementsOf(space.searchable().stream().map(l -> l.index()).toList());
    double sum = pixel1.base();
    for (int i = 0; i < prediction.layers().size(); i++) {
      LatencyPrediction.LayerLatency layer = prediction.layers().get(i);
      Operation operation = found.operations().get(i);
      assertThat(layer.operation()).isSameAs(operation);
      assertThat(layer.milliseconds()).isEqualTo(pixel1.milliseconds(i, operation));
      sum += layer.milliseconds();
    }
    assertThat(prediction.total()).isCloseTo(sum, within(1e-9));
    // Measured on the phone: 79.5 ms.
    assertThat(prediction.total()).isCloseTo(79.5, within(4.0));
  }

  @Test
  void skippedLayerTakesNoTime() {
    LatencyPrediction.LayerLatency skipped = LatencyPrediction.of(pixel1, found).layers().get(3);
    assertThat(skipped.operation()).isSameAs(Operation.SKIP);
    assertThat(skipped.milliseconds()).isZero();
  }

  @Test
  void agreesWithTheExactModel() {
    List<Operation> operations = found.operations();
    double[][] indicators = operations.stream().map(Tables::indicators).toArray(double[][]::new);
    assertThat(LatencyPrediction.of(pixel1, found).total())
        .isCloseTo(
            RuntimeModel.of(pixel1, RuntimeModelKind.EXACT).milliseconds(indicators), within(1e-9));
  }
}
