package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.spnas.bench.InputRates.Kind;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.Pictures;
import io.spnas.data.ShardDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class InputBenchmarkTest {
  private static final int SIZE = 32;

  private static InputSpec input() {
    return InputSpec.of(Settings.load(Optional.empty(), List.of("input.size=" + SIZE)).input());
  }

  private static List<byte[]> jpegs(int count) {
    List<byte[]> jpegs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jpegs.add(Pictures.jpeg(Pictures.gradient(40 + i, 30, BufferedImage.TYPE_INT_RGB)));
    }
    return jpegs;
  }

  @Test
  void measuresEveryKindInThreeRoundsAtLeast() throws Exception {
    try (InputBenchmark benchmark = new InputBenchmark(jpegs(5), input(), 2)) {
      InputRates rates = benchmark.measure(Duration.ofMillis(1));
      assertThat(rates.rounds()).isEqualTo(3);
      for (Kind kind : Kind.values()) {
        assertThat(rates.imagesPerSecond(kind)).as(kind.label()).isPositive();
      }
    }
  }

  @Test
  void tellsOfAnImageThatCannotBeDecoded() {
    List<byte[]> jpegs = jpegs(3);
    jpegs.set(1, new byte[] {1, 2, 3});
    try (InputBenchmark benchmark = new InputBenchmark(jpegs, input(), 1)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> benchmark.measure(Duration.ofMillis(1)))
          .withMessageContaining("neither JPEG nor PNG");
    }
  }

  @Test
  void ratioIsOfTheSameRound() {
    InputRates rates = new InputRates();
    // The machine is half as fast in one round, and disturbed in one of its turns in another.
    rates.add(round(80, 100));
    rates.add(round(40, 50));
    rates.add(round(10, 100));
    assertThat(rates.ratio(Kind.TRAINING, Kind.OPENCV)).isCloseTo(0.8, within(1e-12));
    assertThat(rates.imagesPerSecond(Kind.TRAINING)).isEqualTo(40);
    assertThat(rates.milliseconds(Kind.TRAINING)).isEqualTo(25);
  }

  private static Map<Kind, Double> round(double training, double openCv) {
    Map<Kind, Double> round = new EnumMap<>(Kind.class);
    round.put(Kind.TRAINING, training);
    round.put(Kind.OPENCV, openCv);
    return round;
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Median.of(DoubleStream.of(9, 1, 4))).isEqualTo(4);
    assertThat(Median.of(DoubleStream.of(9, 1, 4, 2))).isEqualTo(3);
  }

  @Test
  void shardsHoldTheImagesAndGoAway() throws IOException {
    PhotoShards shards = new PhotoShards(jpegs(5), 3);
    ShardDirectory directory = shards.open();
    assertThat(directory.records()).isEqualTo(5);
    directory.requireClasses(3);
    Path path = new Path(directory.directory());
    assertThat(path.getFileSystem(PhotoShards.CONFIGURATION).exists(path)).isTrue();
    shards.close();
    assertThat(path.getFileSystem(PhotoShards.CONFIGURATION).exists(path)).isFalse();
  }

  @Test
  void lossIsOfNeighbouringStretches() {
    StepInputCost cost = new StepInputCost();
    cost.add(new StepInputCost.Pair(10, 12, 0.5));
    cost.add(new StepInputCost.Pair(20, 22, 0.1));
    cost.add(new StepInputCost.Pair(10, 30, 0.1));
    assertThat(cost.lossMilliseconds()).isEqualTo(2);
    assertThat(cost.randomImagesPerSecond()).isEqualTo(100);
    assertThat(cost.inputImagesPerSecond()).isCloseTo(1000 / 22.0, within(1e-9));
    assertThat(cost.waitMilliseconds()).isEqualTo(0.1);
  }

  @Test
  void stepsOnImagesOfThePipelineToo() throws Exception {
    try (StepWithInput benchmark = new StepWithInput(jpegs(5), input(), 2, 1)) {
      StepInputCost cost = benchmark.measure(1);
      assertThat(cost.randomImagesPerSecond()).isPositive();
      assertThat(cost.inputImagesPerSecond()).isPositive();
      assertThat(cost.waitMilliseconds()).isBetween(0.0, 1000 / cost.inputImagesPerSecond());
    }
  }
}
