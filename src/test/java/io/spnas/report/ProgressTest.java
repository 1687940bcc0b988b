package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static String line(long step) {
    return new Progress(Records.of(step), Optional.empty(), 100).line();
  }

  @Test
  void lineKeepsTheLossesApartAndNamesUnits() {
    // 90 steps of 2000.75 ms are left.
    long seconds = Math.round(90 * 2000.75 / 1000);
    assertThat(line(10))
        .isEqualTo(
            "step 10/100  cross-entropy 2.125  top-1 62.5 %  R 85.50 ms  lambda 0.0020  lambda term 8.875"
                + "  weight decay 0.375  learning rate 0.0000  44 images/s  "
                + seconds / 60
                + ":0"
                + seconds % 60
                + " left");
  }

  @Test
  void lineIsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    String expected = line(10);
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(line(10)).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void lastStepHasNoTimeLeft() {
    assertThat(line(100)).endsWith(" 0:00 left");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "59, 0:59",
    "60, 1:00",
    "3599, 59:59",
    "3600, 1:00:00",
    "3725, 1:02:05",
    "360000, 100:00:00"
  })
  void timesOfAnHourAndMoreHaveHours(long seconds, String expected) {
    assertThat(Progress.duration(seconds)).isEqualTo(expected);
  }
}
