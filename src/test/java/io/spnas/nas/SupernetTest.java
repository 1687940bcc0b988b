package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Norm;
import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.TwinParameters;
import io.spnas.reference.ReferenceSupernet;
import io.spnas.space.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss and every gradient of the supernet against the double-precision twin. */
class SupernetTest {
  private static final double TOLERANCE = 1e-4;
  private static final double LAMBDA = 0.01;
  private static final StepControls STEP = new StepControls(0, LAMBDA, false);

  /** Every operation at a group's first and later layers, with strides 1 and 2, for each norm. */
  static Stream<Arguments> statesAndNorms() {
    return Stream.of(Norm.values())
        .flatMap(
            norm -> Stream.of(Operation.values()).map(operation -> Arguments.of(norm, operation)));
  }

  @ParameterizedTest(name = "{0} norm, layers at {1}")
  @MethodSource("statesAndNorms")
  void agreesWithTheTwin(Norm norm, Operation operation) {
    assertAgreement(SmallSearch.with(norm, Operation.K5_E6, operation), null, STEP);
  }

  @ParameterizedTest(name = "{0} at a group''s first layer")
  @EnumSource(
      value = Operation.class,
      names = {"SKIP"},
      mode = EnumSource.Mode.EXCLUDE)
  void agreesWithTheTwinAtFirstLayers(Operation operation) {
    assertAgreement(SmallSearch.with(Norm.RMS, operation, Operation.K3_E6), null, STEP);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void agreesWithTheTwinUnderDecisionDropout(Norm norm) {
    StepControls warmup = new StepControls(5, 0, true);
    SmallSearch search = SmallSearch.with(norm, Operation.K5_E6, Operation.K5_E6);
    double[][] factors = new double[search.layers()][3];
    new DecisionDropout(SmallSearch.SEED, SmallSearch.DECISION_KEEP).draw(5, factors);
    assertThat(Arrays.stream(factors).flatMapToDouble(Arrays::stream).distinct().toArray())
        .as("some are dropped, others kept")
        .containsExactlyInAnyOrder(0, 1 / SmallSearch.DECISION_KEEP);
    assertAgreement(search, factors, warmup);
  }

  private static void assertAgreement(
      SmallSearch search, double[][] decisionFactors, StepControls controls) {
    ReferenceSupernet.Result expected = search.twin(decisionFactors, controls.lambda());
    try (Supernet supernet = search.supernet(1)) {
      float[] before = supernet.parameters().clone();
      StepOutcome outcome = supernet.step(search.batch(), controls);
      ParameterLayout layout = supernet.layout();
      float[] gradients = supernet.exchange().values();

      assertThat(supernet.parameters()).as("weights after the step").isEqualTo(before);
      assertThat(supernet.indicators()).isDeepEqualTo(expected.indicators());
      assertRelative("R", outcome.runtimeMilliseconds(), expected.runtimeMs());
      assertRelative("runtime loss", outcome.runtimeLoss(), expected.runtimeLoss());
      assertRelative("cross-entropy", supernet.exchange().crossEntropy(), expected.crossEntropy());
      TwinParameters.errors(layout, gradients, expected.gradients())
          .forEach((name, error) -> assertThat(error).as(name).isLessThan(TOLERANCE));
      double[] thresholds =
          Arrays.stream(expected.thresholdGradients()).flatMapToDouble(Arrays::stream).toArray();
      assertThat(TwinParameters.error(gradients, layout.parameters(), thresholds))
          .as("thresholds")
          .isLessThan(TOLERANCE);
    }
  }

  private static void assertRelative(String what, double found, double expected) {
    assertThat(Math.abs(found - expected))
        .as("%s %s, expected %s", what, found, expected)
        .isLessThanOrEqualTo(TOLERANCE * Math.abs(expected));
  }

  @Test
  void twoWorkersGiveTheGradientsOfBothBatches() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K3_E3);
    ReferenceSupernet.Result first = search.twin(null, LAMBDA);
    SmallSearch other = search.withOtherImages();
    ReferenceSupernet.Result second = other.twin(null, LAMBDA);
    try (Supernet one = search.supernet(1);
        Supernet two = other.supernet(1)) {
      one.step(search.batch(), STEP);
      two.step(other.batch(), STEP);
      float[] sum = one.exchange().values();
      float[] more = two.exchange().values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
      one.exchange().average(2);

      ParameterLayout layout = one.layout();
      first
          .gradients()
          .forEach(
              (name, gradient) -> {
                double[] others = second.gradients().get(name);
                Arrays.setAll(gradient, i -> (gradient[i] + others[i]) / 2);
              });
      TwinParameters.errors(layout, sum, first.gradients())
          .forEach((name, error) -> assertThat(error).as(name).isLessThan(1e-5));
      assertRelative(
          "cross-entropy",
          one.exchange().crossEntropy(),
          (first.crossEntropy() + second.crossEntropy()) / 2);
      assertThat(one.exchange().images()).isEqualTo(2 * SmallSearch.BATCH);
    }
  }

  @Test
  void featureDropoutDiffersBetweenRanksAndSteps() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    try (Supernet first = search.supernet(0, 0.5);
        Supernet second = search.supernet(1, 0.5)) {
      Batch batch = search.batch();
      first.step(batch, STEP);
      double ofFirst = first.exchange().crossEntropy();
      second.step(batch, STEP);
      assertThat(second.exchange().crossEntropy()).isNotEqualTo(ofFirst);
      first.step(batch, new StepControls(1, LAMBDA, false));
      assertThat(first.exchange().crossEntropy()).isNotEqualTo(ofFirst);
      first.step(batch, STEP);
      assertThat(first.exchange().crossEntropy()).as("the same step again").isEqualTo(ofFirst);
    }
  }

  @Test
  void derivesWhatTheThresholdsSpellOut() {
    for (Operation operation : Operation.values()) {
      SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K3_E6, operation);
      try (Supernet supernet = search.supernet(1)) {
        List<Operation> expected = List.of(Operation.K3_E6, operation, Operation.K3_E6, operation);
        assertThat(supernet.derive().operations()).isEqualTo(expected);
      }
    }
  }

  @Test
  void initialWeightsFollowTheSeedAndFanOut() {
    SmallSearch search = SmallSearch.with(Norm.RMS, Operation.K5_E6, Operation.K5_E6);
    try (Supernet one = search.fresh(1);
        Supernet same = search.fresh(1);
        Supernet other = search.fresh(2)) {
      assertThat(one.parameters()).isEqualTo(same.parameters()).isNotEqualTo(other.parameters());
      ParameterLayout.Slot depthwise = one.layout().slot("block2.depthwise.conv");
      double square = 0;
      for (int i = 0; i < depthwise.length(); i++) {
        double w = one.parameters()[depthwise.offset() + i];
        square += w * w;
      }
      double deviation = Math.sqrt(square / depthwise.length());
      assertThat(deviation).isBetween(0.9 * Math.sqrt(2.0 / 25), 1.1 * Math.sqrt(2.0 / 25));
    }
  }
}
