package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands in this JVM. */
final class Command {
  private Command() {}

  /** A command's exit status and what it printed. */
  record Ended(int status, String out, String err) {
    JsonNode json() throws IOException {
      String[] lines = out.strip().split("\n");
      return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    /** Lines on stderr but for the log's and progress. */
    List<String> complaint() {
      return err.lines()
          .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d .*|step \\d+/\\d+ .*|WARNING: .*"))
          .toList();
    }
  }

  static Ended run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      int status = Main.run(arguments);
      return new Ended(
          status, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  static void assertMistake(Ended ended, String... parts) {
    assertThat(ended.complaint()).as("lines on stderr").hasSize(1);
    assertThat(ended.complaint().get(0)).contains(parts);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }
}
