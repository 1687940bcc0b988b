package io.spnas.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReferenceRmsPropTest {
  @Test
  void meanSquareStartsAtOneAndMomentumAccumulates() {
    ReferenceRmsProp optimizer = new ReferenceRmsProp(0.9, 0.9, 0.001);
    double[] w = {5};

    optimizer.step("w", w, new double[] {2}, 0.1);
    double moment = 0.1 * 2 / Math.sqrt(0.9 + 0.1 * 4 + 0.001);
    assertThat(w[0]).isCloseTo(5 - moment, within(1e-15));

    optimizer.step("w", w, new double[] {-3}, 0.05);
    double meanSquare = 0.9 * (0.9 + 0.1 * 4) + 0.1 * 9;
    double second = 0.9 * moment - 0.05 * 3 / Math.sqrt(meanSquare + 0.001);
    assertThat(w[0]).isCloseTo(5 - moment - second, within(1e-15));
  }

  @Test
  void namesKeepTheirOwnState() {
    ReferenceRmsProp optimizer = new ReferenceRmsProp(0.9, 0.9, 0.001);
    double[] a = {0};
    double[] b = {0};

    optimizer.step("a", a, new double[] {1}, 0.1);
    optimizer.step("b", b, new double[] {1}, 0.1);

    assertThat(b[0]).isEqualTo(a[0]);
  }
}
