package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchNormCalibrationTest {
  private static final int BATCH = 8;

  private final TrainedModel model = TrainedModels.small(3);
  private final Batch first = batch(1);
  private final Batch second = batch(2);

  /** Random images of another mean and spread for each seed. */
  private Batch batch(int seed) {
    Random random = new Random(seed);
    int size = model.shape().inputSize();
    float[] images = new float[BATCH * 3 * size * size];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (seed * random.nextGaussian() + seed);
    }
    return new Batch(images, new int[BATCH], 0);
  }

  private float[] measure(Batch... batches) throws Exception {
    Iterator<Batch> next = List.of(batches).iterator();
    return BatchNormCalibration.measure(
        model.shape(), BATCH, 2, model.epsilon(), model.weights(), next::next, batches.length);
  }

  @Test
  void statisticsAreMeansOverTheBatches() throws Exception {
    float[] weights = model.weights().clone();
    float[] both = measure(first, second);
    float[] one = measure(first);
    float[] other = measure(second);
    assertThat(both).hasSize(ParameterLayout.of(model.shape()).statisticValues());
    for (int i = 0; i < both.length; i++) {
      float mean = (one[i] + other[i]) / 2;
      assertThat(both[i]).isCloseTo(mean, within(1e-5f + Math.abs(mean) * 1e-5f));
    }
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(Arrays.equals(one, other)).isFalse();
  }

  @Test
  void theStemsVarianceFollowsTheImages() throws Exception {
    ParameterLayout.Statistic stem = ParameterLayout.of(model.shape()).statistics().get(0);
    float[] one = measure(first);
    float[] other = measure(second);
    for (int c = 0; c < stem.channels(); c++) {
      int variance = stem.offset() + stem.channels() + c;
      // Twice the mean and twice the spread, but for chance.
      assertThat(other[variance] / one[variance]).isBetween(2.5f, 6f);
    }
  }
}
