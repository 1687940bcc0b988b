package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
  void remembersTheLineItTold() {
    ErrorReport report = new ErrorReport(new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(report.tell(new IOException("first\nsecond"))).isEqualTo(Main.FAILED);
    assertThat(report.told()).isEqualTo("IOException: first");
    assertThat(report.mistake("Unknown option --a")).isEqualTo(Main.MISTAKE);
    assertThat(report.told()).isEqualTo("Unknown option --a");
    assertThat(told()).isEqualTo("IOException: first\nUnknown option --a\n");
  }

  @Test
  void tellsTheRootOfAFailureInOneLine() {
    assertThat(tell(new RuntimeException("outer", new IOException("first\nsecond")))).isEqualTo(1);
    assertThat(told()).isEqualTo("IOException: first\n");
  }

  @Test
  void tellsTheOutermostOfTheProjectsOwnExceptions() {
    Exception own = new IllegalStateException(new CorruptShard("shard 3", new IOException("eof")));
    assertThat(tell(own)).isEqualTo(1);
    assertThat(told()).isEqualTo("shard 3\n");
  }

  @Test
  void namesAnExceptionWithoutMessage() {
    assertThat(tell(new ArithmeticException())).isEqualTo(1);
    assertThat(told()).isEqualTo("ArithmeticException\n");
  }

  @Test
  void anErrorOfTheJvmEndsACommandLikeAnyFailure() {
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(new CommandLine(new NoMemory()), "now")).isEqualTo(1);
    } finally {
      System.setErr(before);
    }
    assertThat(told()).isEqualTo("OutOfMemoryError: Java heap space\n");
  }

  private static final class CorruptShard extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptShard(String message, Throwable cause) {
      super(message, cause);
    }
  }

  @Command
  private static final class NoMemory implements Callable<Integer> {
    @Parameters private String when;

    @Override
    public Integer call() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void aFullDiskIsForTheUserToMend() {
    assertThat(tell(new IOException("No space left on device"))).isEqualTo(2);
    assertThat(told()).isEqualTo("IOException: No space left on device\n");
  }
}
