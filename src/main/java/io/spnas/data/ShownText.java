package io.spnas.data;

/** Text out of a file as a message can show it: one line, not too long. */
final class ShownText {
  private static final int MOST_CHARACTERS = 300;

  private ShownText() {}

  static String of(String text) {
    boolean tooLong = text.length() > MOST_CHARACTERS;
    String shown = tooLong ? text.substring(0, MOST_CHARACTERS) + "..." : text;
    return shown.replaceAll("\\p{Cntrl}+", " ");
  }
}
