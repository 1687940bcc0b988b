package io.spnas.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes to the JSON text of a checkpoint's header that leave it JSON, or nearly so. */
enum HeaderEdit {
  OTHER_VALUE("(?<=:)(-?\\d+|\"[^\"]*\")") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return VALUES.get(random.nextInt(VALUES.size()));
    }
  },

  OTHER_NUMBER("(?<=:)-?\\d+") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return Long.toString(random.nextLong() >> random.nextInt(Long.SIZE));
    }
  },

  MISSING_FIELD("\"\\w+\":(-?\\d+|\"[^\"]*\"),?") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return "";
    }
  },

  FIELD_TWICE("\"\\w+\":(-?\\d+|\"[^\"]*\"),") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return found + found;
    }
  },

  OTHER_NAME("(?<=\")\\w+(?=\")") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return random.nextBoolean() ? found.toUpperCase() : "x\\n".repeat(random.nextInt(5000));
    }
  },

  NESTED("(?<=:)(-?\\d+|\"[^\"]*\"|\\[)") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return (random.nextBoolean() ? "[" : "{\"a\":").repeat(random.nextInt(50_000)) + found;
    }
  },

  MORE_BEHIND("$") {
    @Override
    String replacement(String found, SplittableRandom random) {
      return random.nextBoolean() ? "{}" : "1";
    }
  };

  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "1",
          "2147483647",
          "2147483648",
          "4294967305",
          "-4294967287",
          "9223372036854775807",
          "9223372036854775808",
          "1" + "0".repeat(900),
          "1" + "0".repeat(5000),
          "9.5",
          "9.0",
          "1e3",
          "1e999999999",
          "NaN",
          "null",
          "true",
          "\"9\"",
          "\"\"",
          "[]",
          "{}",
          "[9]");

  private final Pattern places;

  HeaderEdit(String places) {
    this.places = Pattern.compile(places);
  }

  /** What comes in the place of a piece of the text. */
  abstract String replacement(String found, SplittableRandom random);

  static HeaderEdit any(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  /** The header with one of the places changed. */
  byte[] of(byte[] header, SplittableRandom random) {
    String text = new String(header, StandardCharsets.UTF_8);
    List<MatchResult> all = new ArrayList<>(places.matcher(text).results().toList());
    MatchResult place = all.get(random.nextInt(all.size()));
    String edited =
        text.substring(0, place.start())
            + replacement(place.group(), random)
            + text.substring(place.end());
    return edited.getBytes(StandardCharsets.UTF_8);
  }
}
