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
    List<String> labels = IntStream.range(0, classes).mapToObj(c -> "class, " + c).toList();
    return of("mobilenet-v2", smallSettings(classes), labels);
  }

  /** The settings of {@link #small}. */
  public static Settings smallSettings(int classes) {
    List<String> overrides =
        List.of(
            "input.size=16", "model.width=0.25", "model.stem-stride=1", "model.classes=" + classes);
    return Settings.load(Optional.empty(), overrides);
  }

  /** A named network for some settings. */
  public static TrainedModel of(String name, Settings settings, List<String> labels) {
    NetworkShape shape = NetworkDescription.load(name, settings.input(), settings.model());
    ParameterLayout layout = ParameterLayout.of(shape);
    return new TrainedModel(
        shape,
        weights(layout, new Random(11)),
        statistics(layout),
        settings.model().bnEpsilon(),
        InputSpec.of(settings.input()),
        labels);
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
