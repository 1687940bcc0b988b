package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.space.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarginalsTest {
  private static final List<Operation> SKIPPABLE =
      List.of(Operation.K3_E3, Operation.K3_E6, Operation.K5_E3, Operation.K5_E6, Operation.SKIP);
  private static final List<Operation> KEPT = SKIPPABLE.subList(0, 4);

  private static double[] logarithms(double... probabilities) {
    double[] logits = new double[probabilities.length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.log(probabilities[k]) + 3;
    }
    return logits;
  }

  @Test
  void areSharesOfWhatIsKept() {
    double[] logits = logarithms(0.1, 0.2, 0.05, 0.4, 0.25);
    assertThat(Marginals.indicators(SKIPPABLE, logits))
        .containsExactly(new double[] {0.45 / 0.75, 0.75, 0.6 / 0.75}, within(1e-12));
    assertThat(Marginals.arguments(SKIPPABLE, logits))
        .containsExactly(
            new double[] {Math.log(0.45 / 0.3), Math.log(0.75 / 0.25), Math.log(0.6 / 0.15)},
            within(1e-12));
  }

  @Test
  void aLayerThatCannotBeSkippedIsThere() {
    double[] logits = logarithms(0.25, 0.25, 0.25, 0.25);
    assertThat(Marginals.indicators(KEPT, logits))
        .containsExactly(new double[] {0.5, 1, 0.5}, within(1e-12));
    assertThat(Marginals.arguments(KEPT, logits))
        .containsExactly(new double[] {0, 20, 0}, within(1e-12));
  }

  @Test
  void argumentsHaveAnEnd() {
    double[] logits = {-500, 0, -500, -500, -500};
    assertThat(Marginals.arguments(SKIPPABLE, logits)).containsExactly(-20, 20, 20);
    assertThat(Marginals.indicators(SKIPPABLE, logits))
        .containsExactly(new double[] {0, 1, 1}, within(1e-12));
  }
}
