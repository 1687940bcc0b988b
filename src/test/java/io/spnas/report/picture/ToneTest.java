package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        .allSatisfy(
            tone -> assertThat(Tone.css()).contains("-" + tone.name().toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.05, 0.15, 0.186, 0.19, 0.3, 0.5, 0.7, 0.9, 1})
  void numbersInAConfusionMatrixCanBeRead(double share) {
    for (Tone tone : List.of(Tone.BLUE, Tone.ORANGE)) {
      double shade = ConfusionGrid.shade(tone, share);
      for (Function<Tone, String> scheme :
          List.<Function<Tone, String>>of(Tone::light, Tone::dark)) {
        Color cell = blend(tone, Tone.PAPER, shade, scheme);
        Color text = Color.decode(scheme.apply(ConfusionGrid.text(shade)));
        assertThat(contrast(text, cell)).as("%s at %s", tone, share).isGreaterThanOrEqualTo(LEAST);
      }
    }
  }

  /** What a colour that is not opaque looks like on another. */
  private static Color blend(Tone over, Tone under, double opacity, Function<Tone, String> scheme) {
    float[] a = Color.decode(scheme.apply(over)).getRGBColorComponents(null);
    float[] b = Color.decode(scheme.apply(under)).getRGBColorComponents(null);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (opacity * a[i] + (1 - opacity) * b[i]);
    }
    return new Color(a[0], a[1], a[2]);
  }

  private static double contrast(Tone one, Tone other, Function<Tone, String> scheme) {
    return contrast(Color.decode(scheme.apply(one)), Color.decode(scheme.apply(other)));
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
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
