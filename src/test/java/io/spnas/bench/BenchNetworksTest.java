package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.profile.RandomNetwork;
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;
import org.junit.jupiter.api.Test;

/** Networks by name, and the steps of ours that are measured. */
class BenchNetworksTest {
  private static final int SIZE = 32;
  private static final int BATCH = 2;
  private static final NetworkShape SMALL = BenchNetworks.of("proxyless-mobile", SIZE);

  @Test
  void namedNetworksAreThePublishedOnesAtAnotherSize() {
    NetworkShape published = NamedNetworks.named("proxyless-mobile");
    assertThat(SMALL.blocks()).isEqualTo(published.blocks());
    assertThat(SMALL.inputSize()).isEqualTo(SIZE);
    assertThat(BenchNetworks.of("proxyless-mobile", published.inputSize())).isEqualTo(published);
    assertThat(BenchNetworks.of(BenchNetworks.SUPERNET, SIZE))
        .isEqualTo(SupernetStep.network(SIZE));
  }

  @Test
  void refusesUnknownNamesAndSizes() {
    assertThatThrownBy(() -> BenchNetworks.of("mobilenet-v4", SIZE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mobilenet-v4");
    assertThatThrownBy(() -> BenchNetworks.of("mobilenet-v2", 7))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("7");
  }

  @Test
  void trainingStepsHaveAllPhasesAndTimesOfLayers() {
    try (TimedStep step = TimedStep.of(SMALL, BATCH, 1)) {
      StepTime time = step.run();
      assertThat(time.forward()).isPositive();
      assertThat(time.backward()).isPositive();
      assertThat(time.update()).isPositive();
      assertThat(step.layerTimes().get(0).name()).isEqualTo("stem");
    }
  }

  @Test
  void evaluationIsForwardAlone() {
    InferencePeer peer = new InferencePeer();
    assertThat(peer.work()).isEqualTo(Peer.Work.EVALUATION);
    try (Peer.Step step = peer.prepare(peer.variants().get(0), SMALL, BATCH, 2)) {
      StepTime time = step.run();
      assertThat(time.forward()).isPositive().isEqualTo(time.total());
    }
  }

  @Test
  void randomNetworksAreEqualForEqualShapes() {
    RandomNetwork one = RandomNetwork.of(SMALL);
    RandomNetwork other = RandomNetwork.of(SMALL);
    assertThat(one.weights()).isEqualTo(other.weights()).doesNotContain(Float.NaN);
    assertThat(one.statistics()).isEqualTo(other.statistics()).doesNotContain(Float.NaN);
  }
}
