package io.spnas.report.html;

import io.spnas.report.picture.Tone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages' style: the figures' colours as variables, and report.css over them. */
final class Style {
  private static final String RESOURCE = "report.css";

  private Style() {}

  static String css() {
    return ":root{"
        + variables(Tone::light)
        + "}\n@media screen and (prefers-color-scheme:dark){:root{"
        + variables(Tone::dark)
        + "}}\n"
        + resource();
  }

  private static String variables(Function<Tone, String> colour) {
    return Arrays.stream(Tone.values())
        .map(tone -> "--" + tone.name().toLowerCase(Locale.ROOT) + ":" + colour.apply(tone))
        .collect(Collectors.joining(";"));
  }

  private static String resource() {
    try (InputStream in = Style.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + RESOURCE + " of the jar", e);
    }
  }
}
