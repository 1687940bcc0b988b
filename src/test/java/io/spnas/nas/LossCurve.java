package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.reference.ReferenceRuntime;
import io.spnas.space.SearchSpace;
import io.spnas.train.RmsProp;
import java.util.Random;

/** Runs a small search and prints each step's losses, to the last bit. */
final class LossCurve {
  private static final int STEPS = 200;
  private static final int WARMUP = 50;
  private static final int BATCH = 4;
  private static final int CLASSES = 5;
  private static final int SIZE = 16;
  private static final double RATE = 0.02;
  private static final double[][] TABLE = {{3, 6, 5, 9}, {2, 4.5, 3, 7}};

  private LossCurve() {}

  public static void main(String[] args) {
    Settings settings =
        Settings.parse(
            """
            input.size = 16
            model { classes = 5, stem-channels = 8, stem-stride = 1, head-channels = 32 }
            model.blocks = [
              "r1_k3_s11_e1_i8_o8_noskip"
              "r2_k5_s22_e6_i8_o16"
              "r1_k3_s11_e6_i16_o24_noskip"
            ]
            """);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    Supernet.Settings method = new Supernet.Settings(Norm.RMS, 0.6, 0.2, 0.1, 1e-3, 7, 0);
    try (Supernet supernet =
        new Supernet(space, ReferenceRuntime.exact(2, TABLE)::runtimeMs, BATCH, 2, method)) {
      RmsProp optimiser =
          RmsProp.of(
              new RmsProp.Settings(0.9, 0.9, 1e-3, 1e-5),
              supernet.layout(),
              supernet.parameters().length,
              supernet.slices());
      Random random = new Random(3);
      for (int step = 0; step < STEPS; step++) {
        StepControls controls = new StepControls(step, 0.01, step < WARMUP);
        StepOutcome outcome = supernet.step(batch(random), controls);
        System.out.println(
            Double.toHexString(supernet.exchange().crossEntropy())
                + " "
                + Double.toHexString(outcome.runtimeLoss()));
        optimiser.step(supernet.parameters(), supernet.exchange().values(), RATE);
      }
    }
  }

  /** Noise on top of a pattern of each class, so that there is something to learn. */
  private static Batch batch(Random random) {
    int[] labels = random.ints(BATCH, 0, CLASSES).toArray();
    float[] images = new float[BATCH * 3 * SIZE * SIZE];
    for (int i = 0; i < images.length; i++) {
      int label = labels[i / (3 * SIZE * SIZE)];
      double pattern = Math.sin((label + 1) * (i % SIZE));
      images[i] = (float) (pattern + 0.5 * random.nextGaussian());
    }
    return new Batch(images, labels, 0);
  }
}
