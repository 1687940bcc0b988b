package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static Agreement.Pair pair(double predicted, double measured) {
    return new Agreement.Pair(predicted, measured);
  }

  @Test
  void errorsAreSharesOfTheMeasuredTime() {
    Agreement agreement = new Agreement(List.of(pair(11, 10), pair(18, 20), pair(12, 10)));
    // +10 %, -10 %, +20 %.
    assertThat(agreement.meanAbsoluteError()).isCloseTo(0.4 / 3, within(1e-12));
    assertThat(agreement.bias()).isCloseTo(0.2 / 3, within(1e-12));
  }

  @Test
  void tauCountsPairsInOrder() {
    Agreement agreement =
        new Agreement(List.of(pair(1, 10), pair(2, 30), pair(3, 20), pair(4, 40)));
    // Of six pairs five are in order, one is not.
    assertThat(agreement.kendallTau()).isCloseTo(4.0 / 6, within(1e-12));
  }

  @Test
  void tauLeavesTiesOut() {
    Agreement agreement =
        new Agreement(List.of(pair(1, 10), pair(1, 20), pair(2, 30), pair(3, 40)));
    // Five pairs in order, one tied in the predictions: 5 / sqrt(5 * 6).
    assertThat(agreement.kendallTau()).isCloseTo(5 / Math.sqrt(30), within(1e-12));
  }

  @Test
  void tauIsNoNumberWhereNothingDiffers() {
    assertThat(new Agreement(List.of(pair(1, 10), pair(1, 20))).kendallTau()).isNaN();
    assertThatThrownBy(() -> new Agreement(List.of(pair(1, 1)))).hasMessageContaining("two");
  }
}
