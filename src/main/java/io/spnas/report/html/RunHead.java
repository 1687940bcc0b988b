package io.spnas.report.html;

import io.spnas.report.Progress;
import io.spnas.report.picture.Numbers;
import io.spnas.space.NetworkStatistics;
import io.spnas.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The head of a run's page: what was found, in a sentence and in numbers. */
final class RunHead {
  private final RunFacts facts;

  RunHead(RunFacts facts) {
    this.facts = facts;
  }

  void write(Html html) {
    html.open("p", "class", "kind").text(facts.isSearch() ? "Search, " : "Training, ");
    html.element("span", facts.state(), "class", "state").close();
    html.element("h1", facts.name());
    html.element("p", sentence(), "class", "lead");
    html.open("dl", "class", "tiles");
    tiles().forEach(tile -> tile.write(html));
    html.close();
  }

  /** A number with its name. */
  private record Tile(String name, String value, String unit) {
    void write(Html html) {
      html.open("div").element("dt", name).open("dd").text(value + " ");
      html.element("small", unit).close().close();
    }
  }

  /** What was found, or how far the run is. */
  String sentence() {
    if (facts.run().last().isEmpty()) {
      return "No step has been recorded yet.";
    }
    StepRecord last = facts.run().last().get();
    if (!facts.isSearch()) {
      return facts
          .validation()
          .map(
              result ->
                  String.format(
                      "After %s epochs the network is right on %s %% of %s validation images.",
                      Numbers.epochs(last.epoch()),
                      Numbers.percent(result.top1()),
                      Numbers.whole(result.images())))
          .orElse(
              String.format(
                  "After %s epochs cross-entropy is %s on training images.",
                  Numbers.epochs(last.epoch()), Numbers.text(last.crossEntropy())));
    }
    if (facts.network().architecture().isEmpty()) {
      return String.format(
          "At step %s cross-entropy is %s and R %s ms.",
          Numbers.whole(last.step()),
          Numbers.text(last.crossEntropy()),
          Numbers.text(last.runtimeMilliseconds()));
    }
    return String.format(
        "Found a network of %d blocks that is predicted to take %s%s, at a cross-entropy of %s.",
        facts.network().shape().orElseThrow().blocks().size(),
        RunFacts.text(facts.runtime(), " ms"),
        againstTarget(),
        Numbers.text(last.crossEntropy()));
  }

  private String againstTarget() {
    OptionalDouble target = facts.target();
    OptionalDouble runtime = facts.runtime();
    if (target.isEmpty() || runtime.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        ", %+.1f %% of the target of %s ms",
        100 * (runtime.getAsDouble() / target.getAsDouble() - 1),
        Numbers.text(target.getAsDouble()));
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    facts
        .runtime()
        .ifPresent(ms -> tiles.add(new Tile("Predicted runtime", Numbers.text(ms), "ms")));
    facts.target().ifPresent(ms -> tiles.add(new Tile("Target", Numbers.text(ms), "ms")));
    facts.run().last().ifPresent(last -> training(tiles, last));
    facts
        .top1()
        .ifPresent(top1 -> tiles.add(new Tile("Top-1, unseen images", Numbers.percent(top1), "%")));
    facts.network().shape().map(NetworkStatistics::of).ifPresent(size -> size(tiles, size));
    facts
        .imagesPerSecond()
        .ifPresent(rate -> tiles.add(new Tile("Images a second", Numbers.text(rate), "")));
    String time = Progress.duration(Math.round(facts.seconds()));
    facts
        .run()
        .last()
        .ifPresent(
            last ->
                tiles.add(new Tile("Time of " + Numbers.whole(last.step()) + " steps", time, "")));
    return tiles;
  }

  private static void training(List<Tile> tiles, StepRecord last) {
    tiles.add(new Tile("Cross-entropy", Numbers.text(last.crossEntropy()), ""));
    tiles.add(new Tile("Top-1, training images", Numbers.percent(last.top1()), "%"));
  }

  private static void size(List<Tile> tiles, NetworkStatistics size) {
    tiles.add(new Tile("Multiply-adds", Numbers.text(size.multiplyAdds() / 1e6), "million"));
    tiles.add(new Tile("Parameters", Numbers.text(size.parameters() / 1e6), "million"));
  }
}
