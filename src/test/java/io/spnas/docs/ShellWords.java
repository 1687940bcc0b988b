package io.spnas.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a shell's command apart as far as pages need it. */
final class ShellWords {
  /** What ends a simple command. */
  static final Set<String> SEPARATORS = Set.of("|", "||", "&&", ";", "\n", "&");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(String text) {
    this.text = text;
  }

  /** Words without their quotes, and separators. Comments are left out. */
  static List<String> of(String text) {
    ShellWords words = new ShellWords(text.replace("\\\n", " "));
    words.read();
    return words.tokens;
  }

  private void read() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        int end = text.indexOf(c, i + 1);
        add(text.substring(i + 1, end));
        i = end + 1;
      } else if (text.startsWith("$(", i)) {
        int end = closing(i + 1);
        add(text.substring(i, end + 1));
        i = end + 1;
      } else if (c == '\\') {
        add(text.substring(i + 1, i + 2));
        i += 2;
      } else if (c == '#' && !inWord) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if ("|&;\n".indexOf(c) >= 0
          && !text.startsWith("&1", i)
          && !text.startsWith("&2", i)) {
        endWord();
        int length = text.startsWith("||", i) || text.startsWith("&&", i) ? 2 : 1;
        tokens.add(text.substring(i, i + length));
        i += length;
      } else if (Character.isWhitespace(c)) {
        endWord();
        i++;
      } else {
        add(String.valueOf(c));
        i++;
      }
    }
    endWord();
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new AssertionError("No closing bracket in " + text);
  }

  private void add(String part) {
    word.append(part);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      tokens.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
