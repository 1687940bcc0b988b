package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.Comparison;
import io.spnas.bench.Contestant;
import io.spnas.bench.Entry;
import io.spnas.bench.Peer;
import io.spnas.bench.StepSize;
import io.spnas.bench.StepTime;
import io.spnas.config.InvalidInputException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Measures this project's steps in turn with those of other software, and tells the result. */
final class PeerComparison {
  @Option(
      names = "--peer",
      paramLabel = "PART",
      defaultValue = "",
      description =
          "Compare only with software whose name or variant contains this, such as PyTorch"
              + " (default: all).")
  private String peer;

  /**
   * Measures and tells.
   *
   * @param ours this project's own, which tells what kind of work is compared
   * @param command the command, for messages
   * @param size what a step computes
   * @param rounds steps of each
   * @param results where the result is told
   */
  void run(Peer ours, String command, StepSize size, int rounds, Results results) {
    List<Entry> entries = entries(ours.work(), command);
    try (Comparison comparison = Comparison.start(ours, entries, size)) {
      for (int i = 1; i <= rounds; i++) {
        printRound(i, comparison.all(), comparison.round(), results);
      }
      printWords(comparison, size, results);
      printJson(comparison, size, results);
    }
  }

  private List<Entry> entries(Peer.Work work, String command) {
    List<Entry> entries =
        ServiceLoader.load(Peer.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.work() == work)
            .flatMap(each -> Entry.all(each).stream())
            .toList();
    if (entries.isEmpty()) {
      throw new InvalidInputException(
          "Cannot compare: no other software on the class path, expected the benchmarks module,"
              + " which \"submit/local.sh %s\" brings",
          command);
    }
    List<Entry> chosen = entries.stream().filter(entry -> isChosen(entry.label())).toList();
    if (chosen.isEmpty()) {
      String labels = entries.stream().map(Entry::label).collect(Collectors.joining("; "));
      throw new InvalidInputException("--peer: %s, expected a part of: %s", peer, labels);
    }
    return chosen;
  }

  private boolean isChosen(String label) {
    return label.toLowerCase(Locale.ROOT).contains(peer.toLowerCase(Locale.ROOT));
  }

  private static void printRound(
      int round, List<Contestant> contestants, List<StepTime> times, Results results) {
    String each =
        IntStream.range(0, times.size())
            .mapToObj(
                i -> String.format("%s %.1f ms", contestants.get(i).label(), times.get(i).total()))
            .collect(Collectors.joining("; "));
    results.words().printf("round %d: %s%n", round, each);
  }

  private static void printWords(Comparison comparison, StepSize size, Results results) {
    PrintStream words = results.words();
    for (Contestant contestant : comparison.all()) {
      words.printf("%s: %s%n", contestant.label(), report(contestant, size).words());
    }
    for (Contestant other : comparison.peers()) {
      words.printf(
          "%.2f times as fast as %s at the best step, %.2f at the median step%s%n",
          comparison.ratio(other),
          other.label(),
          comparison.medianRatio(other),
          other == comparison.fastestPeer() ? " (the fastest peer)" : "");
    }
  }

  private static void printJson(Comparison comparison, StepSize size, Results results) {
    ObjectNode json = results.object();
    put(json.putObject("ours"), comparison.ours(), size);
    ArrayNode peers = json.putArray("peers");
    for (Contestant other : comparison.peers()) {
      ObjectNode node = peers.addObject();
      put(node, other, size);
      putRatios(node, comparison, other);
    }
    json.put("fastest_peer", comparison.fastestPeer().label());
    putRatios(json, comparison, comparison.fastestPeer());
    results.print(json);
  }

  private static void put(ObjectNode node, Contestant contestant, StepSize size) {
    node.put("name", contestant.name());
    node.put("variant", contestant.variant());
    report(contestant, size).put(node);
  }

  private static void putRatios(ObjectNode node, Comparison comparison, Contestant peer) {
    node.put("ratio", comparison.ratio(peer));
    node.put("ratio_median", comparison.medianRatio(peer));
  }

  private static StepReport report(Contestant contestant, StepSize size) {
    return new StepReport(size.batch(), contestant.times());
  }
}
