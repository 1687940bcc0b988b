package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.nas.SearchProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathNormsTest {
  private static final List<String> PATHS =
      List.of("block1.path0", "block2.path3", "block3.path1", "block4.path2");
  private static final int[] PATH = {0, 3, 1, 2};

  @TempDir private Path directory;
  private ParameterLayout layout;
  private PathNorms norms;
  private float[] weights;
  private double[][] factors;

  @BeforeEach
  void draw() {
    SearchProblem problem = SmallProblem.of(directory);
    layout = ParameterLayout.of(problem.space().multiPath());
    norms = new PathNorms(problem.space(), layout);
    Random random = new Random(1);
    weights = new float[layout.parameters() + 18];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    factors = new double[][] {new double[4], new double[5], new double[4], new double[5]};
    for (double[] layer : factors) {
      Arrays.setAll(layer, k -> random.nextDouble());
    }
    factors[1][3] = 0;
  }

  @Test
  void factorsAreFoldedIntoTheLastBatchNormsOnly() {
    float[] folded = weights.clone();
    norms.fold(folded, factors);
    float[] expected = weights.clone();
    for (Slot slot : layout.slots()) {
      for (int l = 0; l < factors.length; l++) {
        for (int k = 0; k < 4; k++) {
          if (slot.name().equals("block" + (l + 1) + ".path" + k + ".project.bn")) {
            for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
              expected[i] = (float) (weights[i] * factors[l][k]);
            }
          }
        }
      }
    }
    assertThat(folded).isEqualTo(expected);
  }

  @Test
  void unfoldingRestoresEveryBit() {
    float[] values = weights.clone();
    norms.fold(values, factors);
    assertThat(values).isNotEqualTo(weights);
    norms.unfold(values, new float[values.length], factors);
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(values[i])).isEqualTo(Float.floatToRawIntBits(weights[i]));
    }
  }

  /** For a loss that is the sum of random multiples of all folded weights. */
  @Test
  void gradientsAreThoseOfALossOfTheFoldedWeights() {
    Random random = new Random(2);
    float[] slopes = new float[weights.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (float) random.nextGaussian();
    }
    float[] values = weights.clone();
    float[] gradients = slopes.clone();
    norms.fold(values, factors);
    double[][] found = norms.unfold(values, gradients, factors);
    for (int l = 0; l < PATHS.size(); l++) {
      Slot slot = layout.slot(PATHS.get(l) + ".project.bn");
      double slope = 0;
      for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
        slope += (double) slopes[i] * weights[i];
        assertThat((double) gradients[i]).isEqualTo(factors[l][PATH[l]] * slopes[i], within(1e-6));
      }
      assertThat(found[l][PATH[l]]).as(PATHS.get(l)).isEqualTo(slope, within(1e-9));
    }
    assertThat(found[1][4]).as("a skip").isZero();
    Slot other = layout.slot("block1.path0.depthwise.bn");
    assertThat(gradients[other.offset()]).isEqualTo(slopes[other.offset()]);
  }
}
