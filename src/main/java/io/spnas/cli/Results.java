package io.spnas.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/**
 * How a command tells its result: in words on stdout, or, with {@code --json}, in words on stderr
 * and as one JSON object on the last line of stdout.
 */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--json",
      description = "Print the result as one JSON object on stdout, words on stderr.")
  private boolean json;

  /** Where words go. */
  PrintStream words() {
    return json ? System.err : System.out;
  }

  /** An empty JSON object to fill. */
  ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Prints the JSON object, if it is asked for. */
  void print(ObjectNode result) {
    if (json) {
      System.out.println(result);
    }
  }
}
