package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToneTest {
  /** What text is written in, WCAG 2.2, criterion 1.4.3. */
  private static final double LEAST = 4.5;

  @ParameterizedTest
  @EnumSource(
      names = {"PAPER", "GRID", "SHADE"},
      mode = EnumSource.Mode.EXCLUDE)
  void textCanBeReadInBothSchemes(Tone tone) {
    assertThat(contrast(tone, Tone.PAPER, Tone::light)).isGreaterThanOrEqualTo(LEAST);
    assertThat(contrast(tone, Tone.PAPER, Tone::dark)).isGreaterThanOrEqualTo(LEAST);
  }

  @ParameterizedTest
  @EnumSource(names = {"INK", "MUTED"})
  void textCanBeReadOnShadesToo(Tone tone) {
    assertThat(contrast(tone, Tone.SHADE, Tone::light)).isGreaterThanOrEqualTo(LEAST);
    assertThat(contrast(tone, Tone.SHADE, Tone::dark)).isGreaterThanOrEqualTo(LEAST);
  }

  @Test
  void theStyleHasEveryToneInTheDarkScheme() {
    assertThat(Arrays.stream(Tone.values()))
        .allSatisfy(tone -> assertThat(Tone.css()).contains("-" + tone.name().toLowerCase()));
  }

  private static double contrast(Tone one, Tone other, Function<Tone, String> scheme) {
    double a = luminance(Color.decode(scheme.apply(one)));
    double b = luminance(Color.decode(scheme.apply(other)));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
