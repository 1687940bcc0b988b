package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.AllReduceCost;
import io.spnas.bench.ScaleModel;
import io.spnas.bench.ScalePrediction;
import io.spnas.bench.ScaleValidation;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;

/** Tells what the scale model predicts, from what, and where another all-reduce would pay. */
final class ScaleModelReport {
  /** What another all-reduce has to save of a step to be worth it. */
  private static final double WORTH = 0.01;

  private final ScaleModel model;
  private final List<Integer> workers;
  private final List<ScaleValidation> validations;

  /**
   * @param model predicts
   * @param workers numbers of workers to predict for
   * @param validations predictions beside measurements; may be empty
   */
  ScaleModelReport(ScaleModel model, List<Integer> workers, List<ScaleValidation> validations) {
    this.model = model;
    this.workers = workers;
    this.validations = validations;
  }

  void print(PrintStream words) {
    printParameters(words);
    printPredictions(words);
    printCrossovers(words);
    if (!validations.isEmpty()) {
      printValidations(words);
    }
  }

  private void printParameters(PrintStream words) {
    ScaleModel.Work work = model.work();
    words.printf(
        "A worker's step: compute %.1f ms, spread between workers %.2f ms, all else %.2f ms;"
            + " workers in a host slow each other down by %.3f%n",
        work.compute(), work.spread(), work.other(), model.host().slowdown());
    words.printf(
        "All-reduce of %.2f MB: %.0f us a message and %.0f MB/s within a host, %.0f us and %.0f"
            + " MB/s between hosts%n",
        work.bytes() / 1e6,
        model.local().latency() * 1e3,
        model.local().bytesPerMillisecond() / 1e3,
        model.network().latency() * 1e3,
        model.network().bytesPerMillisecond() / 1e3);
  }

  private void printPredictions(PrintStream words) {
    AllReduceCost cost = model.allReduce();
    words.printf(
        "%7s %9s %9s %8s %9s %9s %7s %10s %10s | %16s %9s%n",
        "workers",
        "step ms",
        "compute",
        "waiting",
        "ring",
        "(latency)",
        "other",
        "images/s",
        "efficiency",
        "halving-doubling",
        "tree ms");
    for (int number : workers) {
      ScalePrediction step = model.predict(number);
      words.printf(
          "%7d %9.1f %9.1f %8.2f %9.2f %9.2f %7.2f %10.1f %10.3f | %16.2f %9.2f%n",
          number,
          step.total(),
          step.compute(),
          step.waiting(),
          step.allReduce(),
          cost.ringLatency(number),
          step.other(),
          step.imagesPerSecond(),
          step.efficiency(),
          cost.halvingDoubling(number),
          cost.tree(number));
    }
  }

  private void printCrossovers(PrintStream words) {
    words.printf(
        "The ring between hosts is bound by latency from %.0f workers on%n",
        Math.ceil(model.allReduce().latencyBoundFrom()));
    words.printf(
        "Halving-doubling would shorten a step by %.0f %% or more from %s workers on%n",
        100 * WORTH, text(model.halvingDoublingSaves(WORTH)));
    words.printf(
        "A tree would be faster than the ring from %s workers on%n", text(model.treeIsFaster()));
    int perHost = model.host().workers();
    if (perHost > 1) {
      words.printf(
          "A ring of hosts with rings of %d workers in each would be faster from %s workers on%n",
          perHost, text(model.hierarchicalIsFaster(perHost)));
    }
  }

  private static String text(OptionalInt workers) {
    return workers.isPresent()
        ? Integer.toString(workers.getAsInt())
        : "more than " + ScaleModel.MOST_WORKERS;
  }

  private void printValidations(PrintStream words) {
    words.printf(
        "All on this machine: %-9s %12s %12s %8s %20s %19s%n",
        "workers",
        "predicted ms",
        "measured ms",
        "error",
        "predicted all-reduce",
        "measured all-reduce");
    for (ScaleValidation each : validations) {
      words.printf(
          "%30d %12.1f %12.1f %6.1f %% %20.2f %19.2f%n",
          each.predicted().workers(),
          each.predicted().total(),
          each.measured().total(),
          100 * each.error(),
          each.predicted().waiting() + each.predicted().allReduce(),
          each.measured().allReduce());
    }
  }

  void put(ObjectNode json) {
    putParameters(json.putObject("parameters"));
    ArrayNode predictions = json.putArray("predictions");
    workers.forEach(number -> putPrediction(predictions.addObject(), number));
    json.put("latency_bound_from", model.allReduce().latencyBoundFrom());
    put(json, "halving_doubling_saves_1_percent_from", model.halvingDoublingSaves(WORTH));
    put(json, "tree_faster_from", model.treeIsFaster());
    int perHost = model.host().workers();
    if (perHost > 1) {
      put(json, "hierarchical_faster_from", model.hierarchicalIsFaster(perHost));
    }
    ArrayNode compared = json.putArray("validation");
    for (ScaleValidation each : validations) {
      ObjectNode node = compared.addObject();
      node.put("workers", each.predicted().workers());
      node.put("predicted_step_ms", each.predicted().total());
      node.put("measured_step_ms", each.measured().total());
      node.put("error", each.error());
    }
  }

  private void putParameters(ObjectNode node) {
    ScaleModel.Work work = model.work();
    node.put("batch", work.batch());
    node.put("compute_ms", work.compute());
    node.put("spread_ms", work.spread());
    node.put("other_ms", work.other());
    node.put("bytes", work.bytes());
    node.put("workers_per_host", model.host().workers());
    node.put("cores_per_host", model.host().cores());
    node.put("threads", model.host().threads());
    node.put("slowdown", model.host().slowdown());
    node.put("local_latency_ms", model.local().latency());
    node.put("local_bytes_per_ms", model.local().bytesPerMillisecond());
    node.put("network_latency_ms", model.network().latency());
    node.put("network_bytes_per_ms", model.network().bytesPerMillisecond());
  }

  private void putPrediction(ObjectNode node, int number) {
    ScalePrediction step = model.predict(number);
    node.put("workers", number);
    node.put("step_ms", step.total());
    node.put("compute_ms", step.compute());
    node.put("waiting_ms", step.waiting());
    node.put("all_reduce_ms", step.allReduce());
    node.put("other_ms", step.other());
    node.put("images_per_second", step.imagesPerSecond());
    node.put("efficiency", step.efficiency());
    node.put("ring_latency_ms", model.allReduce().ringLatency(number));
    node.put("halving_doubling_ms", model.allReduce().halvingDoubling(number));
    node.put("tree_ms", model.allReduce().tree(number));
  }

  private static void put(ObjectNode json, String name, OptionalInt workers) {
    if (workers.isPresent()) {
      json.put(name, workers.getAsInt());
    } else {
      json.putNull(name);
    }
  }
}
