package io.spnas.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One command of a page, with all of its lines.
 *
 * @param page the page
 * @param line number of its first line, from 1
 * @param text as a shell reads it
 * @param output what the page shows of its output, line by line; empty: nothing
 */
record ShellCommand(Page page, int line, String text, List<String> output) {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "shell", "console");

  /** How the first line of commands begins that no fence calls commands. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "^\\$? ?(\\w+=\\S* )*(\\w+=\\$\\(.*|submit/\\S*|mvn|git|bash|source|export|cd|spark-submit|java"
              + "|kubectl|docker|podman|buildah|helm|yarn|hdfs|hadoop|airflow|pip3?|python3?|curl|tar"
              + "|tensorboard|sha256sum|apt-get|adb)( .*|$)");

  /** All commands of a page, from top to bottom. */
  static List<ShellCommand> of(Page page) {
    List<ShellCommand> commands = new ArrayList<>();
    for (Page.Block block : page.blocks()) {
      if (block.language().equals("output") && !commands.isEmpty()) {
        ShellCommand last = commands.remove(commands.size() - 1);
        commands.add(new ShellCommand(page, last.line(), last.text(), block.lines()));
      } else if (SHELLS.contains(block.language())
          || block.language().isEmpty() && PROGRAM.matcher(block.lines().get(0)).matches()) {
        commands.addAll(split(page, block));
      }
    }
    return commands;
  }

  private static List<ShellCommand> split(Page page, Page.Block block) {
    List<ShellCommand> commands = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int first = 0;
    for (int i = 0; i < block.lines().size(); i++) {
      String line = block.lines().get(i);
      if (text.isEmpty()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        first = block.line() + i;
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
      if (isWhole(text.toString())) {
        commands.add(new ShellCommand(page, first, text.toString(), List.of()));
        text.setLength(0);
      }
    }
    if (!text.isEmpty()) {
      throw new AssertionError(page.at(first) + ": not a whole command: " + text);
    }
    return commands;
  }

  /** Whether a shell could run it and waits for no more. */
  private static boolean isWhole(String text) {
    if (text.endsWith("\\")) {
      return false;
    }
    try {
      Process bash = new ProcessBuilder("bash", "-n", "-c", text).redirectErrorStream(true).start();
      bash.getOutputStream().close();
      boolean quiet = bash.getInputStream().readAllBytes().length == 0;
      return bash.waitFor() == 0 && quiet;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String at() {
    return page.at(line);
  }

  /** The simple commands that it consists of, each as words without quotes. */
  List<List<String>> simple() {
    List<List<String>> all = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String token : ShellWords.of(text)) {
      if (ShellWords.SEPARATORS.contains(token)) {
        all.add(words);
        words = new ArrayList<>();
      } else if (!words.isEmpty() || !token.matches("\\w+=.*")) {
        // Variables before a command are no part of it.
        words.add(token);
      }
    }
    all.add(words);
    return all.stream().filter(command -> !command.isEmpty()).toList();
  }
}
