package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The paper's search as it ships: conf/imagenet.conf. */
class ImageNetTest {
  private static final int BATCH = 2;

  @Test
  void buildsThePapersSupernetAndTakesAStep() {
    Path file = Path.of(System.getProperty("spnas.home"), "conf", "imagenet.conf");
    Settings settings = Settings.load(Optional.of(file.toString()), List.of());
    assertThat(settings.search().steps()).isEqualTo(10_008);
    assertThat(settings.search().globalBatch()).isEqualTo(1024);
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    LatencyTable table = LatencyTable.load(settings.latency().table());
    table.requireCovers(space, settings.latency().geometry());
    Random random = new Random(1);
    float[] images = new float[BATCH * 3 * space.inputSize() * space.inputSize()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    Supernet.Settings ofSupernet =
        new Supernet.Settings(
            settings.search().norm(),
            settings.search().decisionKeep(),
            0,
            settings.search().labelSmoothing(),
            settings.model().bnEpsilon(),
            settings.search().seed(),
            0);
    RuntimeModel runtime = RuntimeModel.of(table, settings.search().runtimeModel());
    try (Supernet supernet = new Supernet(space, runtime, BATCH, 2, ofSupernet)) {
      assertThat(supernet.layout().parameters()).isEqualTo(4_833_768);
      StepOutcome outcome =
          supernet.step(new Batch(images, new int[] {7, 999}, 0), new StepControls(0, 0.02, false));
      assertThat(supernet.exchange().crossEntropy())
          .as("near ln(1000) before anything is learned")
          .isBetween(5.5, 9.0);
      assertThat(outcome.runtimeMilliseconds()).isBetween(19.6, 131.5);
      for (float value : supernet.exchange().values()) {
        assertThat(value).isFinite();
      }
    }
  }
}
