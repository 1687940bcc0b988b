package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorReportTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int tell(Throwable exception) {
    return new ErrorReport(new PrintStream(err, true, StandardCharsets.UTF_8)).tell(exception);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tellsAMistakeUnderOtherExceptions() {
    Exception mistake = new InvalidInputException("Invalid setting %s", "a.b");
    assertThat(tell(new RuntimeException("outer", new IllegalStateException(mistake))))
        .isEqualTo(2);
    assertThat(told()).isEqualTo("Invalid setting a.b\n");
  }

  @Test
  void tellsTheRootOfAFailureInOneLine() {
    assertThat(tell(new RuntimeException("outer", new IOException("first\nsecond"))))
        .isEqualTo(1);
    assertThat(told()).isEqualTo("IOException: first\n");
  }

  @Test
  void aFullDiskIsForTheUserToMend() {
    assertThat(tell(new IOException("No space left on device"))).isEqualTo(2);
    assertThat(told()).isEqualTo("IOException: No space left on device\n");
  }
}
