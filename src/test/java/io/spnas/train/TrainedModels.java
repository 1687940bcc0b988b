package io.spnas.train;

import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Networks with random weights, whose outputs differ from image to image. */
public final class TrainedModels {
  private TrainedModels() {}

  /** A narrow network for images of 16 px. */
  public static TrainedModel small(int classes) {
    return of("mobilenet-v2", classes, "input.size=16", "model.width=0.25", "model.stem-stride=1");
  }

  /** A named network for some settings. */
  public static TrainedModel of(String name, int classes, String... overrides) {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = "model.classes=" + classes;
    Settings settings = Settings.load(Optional.empty(), List.of(all));
    NetworkShape shape = NetworkDescription.load(name, settings.input(), settings.model());
    ParameterLayout layout = ParameterLayout.of(shape);
    return new TrainedModel(
        shape,
        weights(layout, new Random(11)),
        statistics(layout),
        1e-3,
        InputSpec.of(settings.input()),
        IntStream.range(0, classes).mapToObj(c -> "class, " + c).toList());
  }

  private static float[] weights(ParameterLayout layout, Random random) {
    float[] weights = new float[layout.parameters()];
    for (ParameterLayout.Slot slot : layout.slots()) {
      int outputs = slot.shape().get(0);
      for (int i = 0; i < slot.length(); i++) {
        weights[slot.offset() + i] =
            switch (slot.kind()) {
              case BATCH_NORM -> i < slot.length() / 2 ? 1 : 0;
              case CLASSIFIER_BIAS -> 0;
              default -> (float) (random.nextGaussian() * Math.sqrt(2.0 * outputs / slot.length()));
            };
      }
    }
    return weights;
  }

  /** Means of 0 and variances of 1. */
  private static float[] statistics(ParameterLayout layout) {
    float[] statistics = new float[layout.statisticValues()];
    for (ParameterLayout.Statistic norm : layout.statistics()) {
      int variances = norm.offset() + norm.channels();
      Arrays.fill(statistics, variances, variances + norm.channels(), 1);
    }
    return statistics;
  }
}
