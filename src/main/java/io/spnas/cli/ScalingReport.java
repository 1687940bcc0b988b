package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.ScalingBenchmark;
import io.spnas.bench.World;
import io.spnas.bench.World.Link;
import io.spnas.bench.WorldSeries;
import io.spnas.bench.WorldStep;
import java.io.PrintStream;
import java.util.function.Function;

/** Tells how fast several numbers of workers step, and what the ring and the machine cost. */
final class ScalingReport {
  private final ScalingBenchmark benchmark;
  private final WorldSeries single;

  ScalingReport(ScalingBenchmark benchmark) {
    this.benchmark = benchmark;
    this.single = benchmark.series(new World(1, Link.NONE));
  }

  /** Tables of the best and of the median steps, what is lost to whom, and what is in no step. */
  void print(PrintStream words) {
    print(words, "best step", WorldSeries::best);
    printLosses(words, WorldSeries::best);
    words.println();
    print(words, "medians", WorldSeries::median);
    printLosses(words, WorldSeries::median);
    words.println();
    for (WorldSeries series : benchmark.all()) {
      words.printf(
          "%s: %.1f ms a step for the check of the replicas that ends a turn, in no step above%n",
          label(series.world()), series.betweenMilliseconds());
    }
  }

  private static String label(World world) {
    String workers = world.workers() == 1 ? "1 worker" : world.workers() + " workers";
    return world.link() == Link.RING || world.workers() == 1 ? workers : workers + ", no ring";
  }

  private void print(PrintStream words, String kind, Function<WorldSeries, WorldStep> choice) {
    words.printf(
        "%-20s %9s %17s %17s %9s %15s %9s %10s%n",
        kind,
        "step ms",
        "compute",
        "all-reduce",
        "(waiting)",
        "all else",
        "images/s",
        "efficiency");
    for (WorldSeries series : benchmark.all()) {
      WorldStep step = choice.apply(series);
      words.printf(
          "%-20s %9.1f %9.1f %5.1f %% %9.2f %5.2f %% %9.2f %7.2f %5.2f %% %9.2f %10.3f%n",
          label(series.world()),
          step.total(),
          step.compute(),
          percent(step.compute(), step),
          step.allReduce(),
          percent(step.allReduce(), step),
          step.waiting(),
          step.other(),
          percent(step.other(), step),
          series.imagesPerSecond(step),
          efficiency(series, choice));
    }
  }

  private void printLosses(PrintStream words, Function<WorldSeries, WorldStep> choice) {
    for (WorldSeries series : benchmark.all()) {
      if (series.world().link() == Link.RING) {
        words.printf(
            "%s lose %.1f %% to the machine that they share and %.1f %% to the ring%n",
            label(series.world()),
            100 * lossToMachine(series, choice),
            100 * lossToRing(series, choice));
      }
    }
  }

  /** What the same workers lose without a ring. */
  private double lossToMachine(WorldSeries ring, Function<WorldSeries, WorldStep> choice) {
    return 1 - efficiency(unconnected(ring), choice);
  }

  private double lossToRing(WorldSeries ring, Function<WorldSeries, WorldStep> choice) {
    return efficiency(unconnected(ring), choice) - efficiency(ring, choice);
  }

  private WorldSeries unconnected(WorldSeries ring) {
    return benchmark.series(new World(ring.world().workers(), Link.NONE));
  }

  private static double percent(double part, WorldStep step) {
    return 100 * part / step.total();
  }

  /** Images/s as a share of what as many single workers would compute, each alone. */
  private double efficiency(WorldSeries series, Function<WorldSeries, WorldStep> choice) {
    double alone = single.imagesPerSecond(choice.apply(single));
    return series.imagesPerSecond(choice.apply(series)) / (series.world().workers() * alone);
  }

  /** The same as fields of a JSON object, which is returned. */
  ObjectNode put(ObjectNode json) {
    ArrayNode worlds = json.putArray("worlds");
    for (WorldSeries series : benchmark.all()) {
      ObjectNode node = worlds.addObject();
      node.put("workers", series.world().workers());
      node.put("ring", series.world().link() == Link.RING);
      put(node.putObject("best"), series, WorldSeries::best);
      put(node.putObject("median"), series, WorldSeries::median);
      node.put("between_steps_ms", series.betweenMilliseconds());
    }
    return json;
  }

  private void put(ObjectNode node, WorldSeries series, Function<WorldSeries, WorldStep> choice) {
    WorldStep step = choice.apply(series);
    node.put("step_ms", step.total());
    node.put("input_ms", step.input());
    node.put("compute_ms", step.compute());
    node.put("all_reduce_ms", step.allReduce());
    node.put("waiting_ms", step.waiting());
    node.put("other_ms", step.other());
    node.put("all_reduce_share", step.allReduce() / step.total());
    node.put("other_share", step.other() / step.total());
    node.put("images_per_second", series.imagesPerSecond(step));
    node.put("efficiency", efficiency(series, choice));
    if (series.world().link() == Link.RING) {
      node.put("loss_to_machine", lossToMachine(series, choice));
      node.put("loss_to_ring", lossToRing(series, choice));
    }
  }
}
