package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateLogTest {
  private static final Configuration HADOOP = new Configuration();
  private static final CandidateScore FIRST =
      new CandidateScore(40, List.of("3x3-3", "skip"), 70.25, 0.8125, 12000, 1.5, 3);
  private static final CandidateScore SECOND =
      new CandidateScore(40, List.of("5x5-6", "3x3-6"), 81, 1 / 3.0, 12000, 1.25, 2.5);

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("candidates.jsonl");
  }

  private void append(CandidateScore... scores) throws IOException {
    try (CandidateLog log = CandidateLog.open(file().toString(), HADOOP)) {
      for (CandidateScore score : scores) {
        log.append(score);
      }
    }
  }

  private List<CandidateScore> read() throws IOException {
    return CandidateLog.read(file().toString(), HADOOP);
  }

  @Test
  void scoresAreReadAsTheyWereWritten() throws IOException {
    assertThat(read()).isEmpty();
    append(FIRST);
    append(SECOND);
    assertThat(read()).containsExactly(FIRST, SECOND);
    assertThat(Files.readAllLines(file()).get(0))
        .isEqualTo(
            "{\"step\":40,\"operations\":[\"3x3-3\",\"skip\"],\"latency_ms\":70.25,\"top1\":0.8125,"
                + "\"images\":12000,\"seconds\":1.5,\"core_seconds\":3.0}");
  }

  @Test
  void aScoreCanBeReadWhileTheLogIsOpen() throws IOException {
    try (CandidateLog log = CandidateLog.open(file().toString(), HADOOP)) {
      log.append(FIRST);
      assertThat(read()).containsExactly(FIRST);
    }
  }

  @Test
  void aTornLastLineIsPassedOverAndReplaced() throws IOException {
    append(FIRST);
    Files.writeString(
        file(), "{\"step\":40,\"operations\":[\"3x3-3\",\"5", StandardOpenOption.APPEND);
    assertThat(read()).containsExactly(FIRST);
    append(SECOND);
    assertThat(read()).containsExactly(FIRST, SECOND);
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | Unrecognized token",
        "{} | no operations",
        "{\"operations\":[\"3x3-3\"]} | no number top1",
        "{\"operations\":[\"3x3-3\"],\"top1\":2} | top1 = 2.0, expected 0 to 1",
        "{\"operations\":[\"3x3-3\"],\"top1\":\"NaN\"} | no number top1",
        "{\"operations\":[\"3x3-3\"],\"top1\":0.5,\"step\":4} | no number latency_ms"
      })
  void aDamagedLineIsNamed(String line, String problem) throws IOException {
    append(FIRST);
    Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("line 2 of " + file(), problem);
  }
}
