package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceRuntimeTest {
  /** Layers 1 and 5 of the Pixel 1. */
  private static final double[][] TABLE = {
    {4.4905, 9.2015, 5.9248, 11.5892}, {1.9593, 4.0999, 2.4458, 5.117}
  };

  @Test
  void exactModelMeetsTheTableAtEveryCorner() {
    RuntimeModel model = ReferenceRuntime.exact(20, TABLE);

    for (int corner = 0; corner < 8; corner++) {
      double d5 = corner & 1;
      double d100 = corner >> 1 & 1;
      double d50 = corner >> 2 & 1;
      double[][] indicators = {{d5, d50, d100}, {0, 0, 0}};

      double runtime = model.runtimeMs(indicators, new double[2][3]);

      double expected = 20 + (d50 == 0 ? 0 : TABLE[0][(int) (2 * d5 + d100)]);
      assertThat(runtime).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void publishedModelMissesOneCorner() {
    RuntimeModel model = ReferenceRuntime.published(20, TABLE);
    double[][] gradient = new double[2][3];

    assertThat(model.runtimeMs(new double[][] {{1, 1, 1}, {0, 0, 0}}, gradient))
        .isCloseTo(20 + 11.5892, within(1e-12));
    assertThat(model.runtimeMs(new double[][] {{1, 1, 0}, {0, 0, 0}}, gradient))
        .isCloseTo(20 + 5.9248, within(1e-12));
    assertThat(model.runtimeMs(new double[][] {{0, 1, 1}, {0, 0, 0}}, gradient))
        .isCloseTo(20 + 9.2015, within(1e-12));
    assertThat(model.runtimeMs(new double[][] {{0, 1, 0}, {0, 0, 0}}, gradient))
        .isCloseTo(20 + 5.9248 * 9.2015 / 11.5892, within(1e-12));
    assertThat(model.runtimeMs(new double[][] {{1, 0, 1}, {0, 0, 0}}, gradient)).isEqualTo(20);
  }

  @Test
  void gradientsAreThoseOfTheRuntime() {
    Random random = new Random(13);
    double[][] indicators = new double[2][];
    for (int l = 0; l < 2; l++) {
      indicators[l] = random.doubles(3, 0, 1.7).toArray();
    }
    RuntimeModel[] models = {
      ReferenceRuntime.exact(20, TABLE), ReferenceRuntime.published(20, TABLE)
    };
    for (RuntimeModel model : models) {
      double[][] gradient = new double[2][3];
      model.runtimeMs(indicators, gradient);
      for (int l = 0; l < 2; l++) {
        assertGradient(
            gradient[l], indicators[l], () -> model.runtimeMs(indicators, new double[2][3]));
      }
    }
  }
}
