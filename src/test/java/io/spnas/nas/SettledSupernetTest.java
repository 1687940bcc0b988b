package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Norm;
import io.spnas.config.Settings;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions that are final. */
class SettledSupernetTest {
  private static double[][] decisions(Architecture architecture) {
    return architecture.operations().stream()
        .map(
            op ->
                new double[] {
                  op.kernel() == 5 ? 1 : 0,
                  op == Operation.SKIP ? 0 : 1,
                  op.expansion() == 6 ? 1 : 0
                })
        .toArray(double[][]::new);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void thresholdsSpellOutWhatWasSettledAlsoAfterAStep(Norm norm) {
    Settings settings = Settings.parse("");
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    Decisions decisions = new Decisions(space, norm);
    float[] values = new float[decisions.parameters()];
    InitialWeights.fill(ParameterLayout.of(space.supernet()), values, 3);
    Random step = new Random(4);
    for (int seed = 0; seed < 5; seed++) {
      Architecture choice = Architecture.random(space, new SplittableRandom(seed));
      decisions.settle(values, decisions(choice));
      assertThat(decisions.derive(values)).isEqualTo(choice);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.01 * values[i] * step.nextGaussian());
      }
      assertThat(decisions.derive(values)).isEqualTo(choice);
    }
  }

  @Test
  void settledStepsTrainTheWeightsOfTheChosenPathOnly() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    double[][] choice = {{0, 1, 1}, {0, 0, 0}, {1, 1, 0}, {1, 1, 1}};
    try (Supernet supernet = search.supernet(steering(choice))) {
      supernet.step(search.batch(), new StepControls(0, 0.01, false));
      assertThat(supernet.indicators()).isDeepEqualTo(choice);
      assertThat(supernet.derive().operations())
          .isEqualTo(List.of(Operation.K3_E6, Operation.SKIP, Operation.K5_E3, Operation.K5_E6));
      ParameterLayout layout = supernet.layout();
      float[] gradients = supernet.exchange().values();
      int weights = layout.parameters();
      for (int i = weights; i < weights + 12; i++) {
        assertThat(Math.abs(gradients[i])).as("gradient of threshold %d", i - weights).isZero();
      }
      assertThat(squares(gradients, layout.slot("block1.depthwise.conv"))).isPositive();
      assertThat(squares(gradients, layout.slot("block2.depthwise.conv"))).as("skipped").isZero();
    }
  }

  private static double squares(float[] gradients, ParameterLayout.Slot slot) {
    double sum = 0;
    for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
      sum += gradients[i] * gradients[i];
    }
    return sum;
  }

  private static Steering steering(double[][] choice) {
    return new Steering() {
      @Override
      public double lambda(StepControls controls, double milliseconds, double[][] indicators) {
        return 0;
      }

      @Override
      public boolean isSettled(long step) {
        return true;
      }

      @Override
      public double[][] settle(long step, double[][] decided) {
        return choice;
      }

      @Override
      public float[] carried() {
        return new float[0];
      }
    };
  }
}
