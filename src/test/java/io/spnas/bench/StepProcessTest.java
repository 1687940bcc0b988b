package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A step in a JVM of its own: what goes there and back, and what is said if it fails. */
class StepProcessTest {
  private static final StepSize SIZE = new StepSize(64, 3, 2);

  private static StepProcess start(String variant) {
    return StepProcess.start(new FakePeer(), variant, SIZE);
  }

  @Test
  void computesThePeersStepElsewhere() {
    try (StepProcess step = start(FakePeer.WORKS)) {
      assertThat(step.run()).isEqualTo(new StepTime(64, 7, 3, 2));
      assertThat(step.run()).isEqualTo(new StepTime(64, 7, 3, 2));
    }
  }

  @Test
  void tellsWhyAPeerCannotBuildItsNetwork() {
    assertThatThrownBy(() -> start(FakePeer.CANNOT_BUILD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fake, can't build")
        .hasMessageContaining("UnsatisfiedLinkError: no native library");
  }

  @Test
  void tellsWhyAStepFailed() {
    try (StepProcess step = start(FakePeer.CANNOT_RUN)) {
      assertThatThrownBy(step::run)
          .hasMessageContaining("fake, can't run")
          .hasMessageContaining("IllegalStateException: no step");
    }
  }

  @Test
  void noticesAJvmThatHasEnded() {
    try (StepProcess step = start(FakePeer.DIES)) {
      assertThatThrownBy(step::run).hasMessageContaining("its JVM has ended");
    }
  }

  @Test
  void closingEndsTheJvm() {
    long before = ProcessHandle.current().children().count();
    StepProcess step = start(FakePeer.WORKS);
    assertThat(ProcessHandle.current().children().count()).isEqualTo(before + 1);
    step.close();
    assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
  }
}
