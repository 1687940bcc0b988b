package io.spnas.train;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Statistic;
import java.util.Arrays;

/**
 * Moving averages of batch norm's means and variances, from statistics that are already averaged
 * over the workers: a = momentum a + (1 - momentum) s. Means start at 0, variances at 1.
 */
final class MovingAverages {
  private final float momentum;
  private final float[] values;

  MovingAverages(ParameterLayout layout, double momentum) {
    this.momentum = (float) momentum;
    this.values = new float[layout.statisticValues()];
    for (Statistic statistic : layout.statistics()) {
      int variances = statistic.offset() + statistic.channels();
      Arrays.fill(values, variances, variances + statistic.channels(), 1f);
    }
  }

  /** Takes in the statistics that begin at an offset of an array. */
  void update(float[] statistics, int offset) {
    for (int i = 0; i < values.length; i++) {
      values[i] = momentum * values[i] + (1 - momentum) * statistics[offset + i];
    }
  }

  /** The averages, live, in the order of the layout. */
  float[] values() {
    return values;
  }
}
