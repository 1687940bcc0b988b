package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Norm;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InheritedWeightsTest {
  private static final StepControls STEP = new StepControls(0, 0, false);

  /**
   * What channels beyond ratio 3 and skipped layers add is the same at every pixel of every image:
   * the next batch norm takes it out, so that losses agree.
   */
  @ParameterizedTest
  @EnumSource(Operation.class)
  void networkComputesWhatTheSupernetDoesWithItsOperations(Operation later) {
    Operation first = later == Operation.SKIP ? Operation.K3_E6 : later;
    SmallSearch search = SmallSearch.with(Norm.RMS, first, later);
    try (Supernet supernet = search.supernet(0)) {
      Architecture architecture = supernet.derive();
      assertThat(architecture.operations()).containsExactly(first, later, first, later);
      supernet.step(search.batch(), STEP);
      try (FixedNetwork network = inherited(architecture, supernet)) {
        network.step(search.batch(), STEP);
        assertThat(network.exchange().crossEntropy())
            .isCloseTo(supernet.exchange().crossEntropy(), within(2e-5));
      }
    }
  }

  @Test
  void otherOperationsComputeSomethingElse() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    SmallSearch other = SmallSearch.with(Norm.RMS, Operation.K3_E3, Operation.K3_E3);
    try (Supernet supernet = search.supernet(0);
        Supernet others = other.supernet(0);
        FixedNetwork network = inherited(others.derive(), supernet)) {
      supernet.step(search.batch(), STEP);
      network.step(search.batch(), STEP);
      assertThat(network.exchange().crossEntropy())
          .isNotCloseTo(supernet.exchange().crossEntropy(), within(1e-3));
    }
  }

  private static FixedNetwork inherited(Architecture architecture, Supernet supernet) {
    FixedNetwork network =
        new FixedNetwork(
            architecture.network(),
            SmallSearch.BATCH,
            1,
            new StepSettings(0, 0.1, 1e-3, SmallSearch.SEED, 0));
    InheritedWeights.copy(architecture, supernet.parameters(), network.parameters());
    return network;
  }
}
