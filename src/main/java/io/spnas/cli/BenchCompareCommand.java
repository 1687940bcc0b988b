package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.Comparison;
import io.spnas.bench.Contestant;
import io.spnas.bench.Entry;
import io.spnas.bench.Peer;
import io.spnas.bench.StepSize;
import io.spnas.bench.StepTime;
import io.spnas.bench.SupernetStep;
import io.spnas.config.InvalidInputException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench compare}: one worker's step beside that of other software. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Measure one worker's training step of the full supernet on random images in turn with other"
          + " software that computes the same network, each in a JVM of its own."
    },
    footer = {
      "",
      "Example:",
      "  bench compare --size 224 --batch 16 --threads 2 --steps 20 --peer channels-last"
    })
final class BenchCompareCommand implements Callable<Integer> {
  @Option(
      names = "--peer",
      paramLabel = "PART",
      defaultValue = "",
      description =
          "Compare only with software whose name or variant contains this, such as PyTorch"
              + " (default: all).")
  private String peer;

  @Mixin private StepOptions options;
  @Mixin private Results results;

  @Override
  public Integer call() {
    options.check();
    // A size that the network can't have is told before anything is started.
    SupernetStep.network(options.size);
    StepSize size = new StepSize(options.size, options.batch, options.threads);
    List<Entry> entries = entries();
    results
        .words()
        .println(
            "spnas computes its full step: superkernels and thresholds, forward, loss, backward,"
                + " runtime term and update; peers compute forward, loss and backward for the"
                + " weights only");
    try (Comparison comparison = Comparison.start(entries, size)) {
      for (int i = 1; i <= options.steps; i++) {
        printRound(i, comparison.all(), comparison.round());
      }
      printWords(comparison);
      printJson(comparison);
    }
    return 0;
  }

  private List<Entry> entries() {
    List<Entry> entries =
        ServiceLoader.load(Peer.class).stream()
            .flatMap(provider -> Entry.all(provider.get()).stream())
            .toList();
    if (entries.isEmpty()) {
      throw new InvalidInputException(
          "Cannot compare: no other software on the class path, expected the benchmarks module,"
              + " which \"submit/local.sh bench compare\" brings");
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

  private void printRound(int round, List<Contestant> contestants, List<StepTime> times) {
    String each =
        IntStream.range(0, times.size())
            .mapToObj(
                i -> String.format("%s %.1f ms", contestants.get(i).label(), times.get(i).total()))
            .collect(Collectors.joining("; "));
    results.words().printf("round %d: %s%n", round, each);
  }

  private void printWords(Comparison comparison) {
    PrintStream words = results.words();
    for (Contestant contestant : comparison.all()) {
      words.printf("%s: %s%n", contestant.label(), report(contestant).words());
    }
    for (Contestant peer : comparison.peers()) {
      words.printf(
          "%.2f times as fast as %s at the best step, %.2f at the median step%s%n",
          comparison.ratio(peer),
          peer.label(),
          comparison.medianRatio(peer),
          peer == comparison.fastestPeer() ? " (the fastest peer)" : "");
    }
  }

  private void printJson(Comparison comparison) {
    ObjectNode json = results.object();
    put(json.putObject("ours"), comparison.ours());
    ArrayNode peers = json.putArray("peers");
    for (Contestant peer : comparison.peers()) {
      ObjectNode node = peers.addObject();
      put(node, peer);
      putRatios(node, comparison, peer);
    }
    json.put("fastest_peer", comparison.fastestPeer().label());
    putRatios(json, comparison, comparison.fastestPeer());
    results.print(json);
  }

  private void put(ObjectNode node, Contestant contestant) {
    node.put("name", contestant.name());
    node.put("variant", contestant.variant());
    report(contestant).put(node);
  }

  private static void putRatios(ObjectNode node, Comparison comparison, Contestant peer) {
    node.put("ratio", comparison.ratio(peer));
    node.put("ratio_median", comparison.medianRatio(peer));
  }

  private StepReport report(Contestant contestant) {
    return new StepReport(options.batch, contestant.times());
  }
}
