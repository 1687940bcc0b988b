package io.spnas.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A page of the documentation in Markdown.
 *
 * @param name path from the project's directory, with slashes
 * @param file the file
 * @param lines its lines
 */
record Page(String name, Path file, List<String> lines) {
  /** The project's directory. */
  static final Path HOME = Path.of(System.getProperty("spnas.home")).toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("^( *)```+ *(\\S*)");
  private static final Pattern INDENTED = Pattern.compile("^( {4,})\\S.*");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * A piece of code that stands by itself.
   *
   * @param line number of its first line, from 1
   * @param language what the fence says, or nothing
   */
  record Block(int line, String language, List<String> lines) {}

  /** Every page of the project. */
  static List<Page> all() {
    return Stream.concat(
            Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").map(HOME::resolve),
            Stream.of("docs", "notebooks", "submit").map(HOME::resolve).flatMap(Page::pages))
        .filter(Files::isRegularFile)
        .map(Page::read)
        .toList();
  }

  private static Stream<Path> pages(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path file) {
    try {
      String name = HOME.relativize(file).toString().replace('\\', '/');
      return new Page(name, file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** Where a line is, for messages. */
  String at(int line) {
    return name + ":" + line;
  }

  /** Pieces of code, fenced or indented by four or more after an empty line. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      Matcher indented = INDENTED.matcher(lines.get(i));
      if (fence.find()) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).strip().startsWith("```")) {
          end++;
        }
        blocks.add(block(i + 1, end, fence.group(2), fence.group(1).length()));
        i = end;
      } else if (indented.matches() && (i == 0 || lines.get(i - 1).isBlank())) {
        int end = i + 1;
        while (end < lines.size()
            && (lines.get(end).isBlank() || lines.get(end).startsWith(indented.group(1)))) {
          end++;
        }
        if (!inList(i)) {
          blocks.add(block(i, end, "", indented.group(1).length()));
        }
        i = end - 1;
      }
    }
    return blocks;
  }

  /** Whether a line that is indented by four only goes on with the text of a list. */
  private boolean inList(int index) {
    int indent = indent(lines.get(index));
    for (int i = index - 1; i >= 0; i--) {
      String line = lines.get(i);
      Matcher item = Pattern.compile("^ *(?:[-*]|\\d+\\.) +").matcher(line);
      if (item.find()) {
        return indent < item.end() + 4;
      }
      if (!line.isBlank() && indent(line) == 0) {
        return false;
      }
    }
    return false;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private Block block(int from, int to, String language, int indent) {
    List<String> text =
        lines.subList(from, to).stream()
            .map(line -> line.isBlank() ? "" : line.substring(Math.min(indent, indent(line))))
            .toList();
    return new Block(from + 1, language, text);
  }

  /** The text without fenced and indented code, line by line; code is empty lines. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>(lines);
    for (Block block : blocks()) {
      IntStream.range(block.line() - 1, block.line() - 1 + block.lines().size())
          .forEach(i -> prose.set(i, ""));
    }
    return prose;
  }

  /** What links lead to, by the number of their line. */
  Map<Integer, List<String>> links() {
    return found(LINK);
  }

  /** Code within the text, by the number of its line. */
  Map<Integer, List<String>> code() {
    return found(CODE);
  }

  private Map<Integer, List<String>> found(Pattern pattern) {
    List<String> prose = prose();
    Map<Integer, List<String>> found = new HashMap<>();
    for (int i = 0; i < prose.size(); i++) {
      List<String> here =
          pattern.matcher(prose.get(i)).results().map((MatchResult m) -> m.group(1)).toList();
      if (!here.isEmpty()) {
        found.put(i + 1, here);
      }
    }
    return found;
  }

  /** What GitHub calls the page's headings in links. */
  Set<String> anchors() {
    return prose().stream()
        .map(HEADING::matcher)
        .filter(Matcher::matches)
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
