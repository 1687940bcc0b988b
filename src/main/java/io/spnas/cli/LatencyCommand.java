package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.SpaceFit;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latency}: predicts a network's runtime, layer by layer. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = "Predict a network's runtime from a latency table, in ms per layer.",
    footer = {
      "",
      "A table of something else is told in its unit. With --validate: how well a table predicts networks on this machine. Without a network: whether a table covers the search space of the settings, and what a search can reach.",
      "",
      "Examples:",
      "  latency --architecture runs/a/architecture.json --lut pixel1",
      "  latency --architecture single-path-nas --lut conf/latency/pixel1.json --json",
      "  latency --lut pixel1 --config conf/imagenet.conf --set search.target-latency-ms=80",
      "  latency --validate 50 --runtime onnx --threads 1 --picture scatter.png",
      "  latency --architecture mnasnet-b1 --set input.size=160 --lut multiply-adds"
    })
final class LatencyCommand implements Callable<Integer> {
  @Option(
      names = "--architecture",
      paramLabel = "FILE-OR-NAME",
      description =
          "An architecture.json, or the name of a published network (default: the table is checked"
              + " against the search space).")
  private String architecture;

  @Option(
      names = "--lut",
      paramLabel = "FILE",
      description =
          "Table: a file, the name of one that ships, such as pixel1, or of one that is computed:"
              + " multiply-adds (million), parameters (million), peak-activations (MB) (default: none;"
              + " needed unless --validate is given).")
  private String lut;

  @Mixin private SettingsOptions given;
  @Mixin private LatencyValidation validation;
  @Mixin private Results results;

  @Override
  public Integer call() throws IOException {
    Settings settings = given.load();
    if (validation.isWanted()) {
      if (architecture != null) {
        throw new InvalidInputException(
            "--architecture: %s, expected none with --validate, which draws networks",
            architecture);
      }
      validation.run(settings, lut, results);
      return 0;
    }
    if (lut == null) {
      throw new InvalidInputException(
          "Missing option --lut, expected it unless --validate is given (see latency --help)");
    }
    if (architecture == null) {
      new TableCheck(settings, lut).run(results);
    } else {
      predict(settings);
    }
    return 0;
  }

  private void predict(Settings settings) {
    Architecture network = SpaceFit.load(architecture, settings.input(), settings.model());
    LatencyTable table = LatencyTable.load(lut, network.space());
    table.requireCovers(
        network.space(), given.areGiven() ? settings.latency().geometry() : Geometry.ANY);
    if (!table.isMeasuredFor(network.space())) {
      results.words().println("A stand-in: the table is of another input size, width or blocks.");
    }
    LatencyPrediction prediction = LatencyPrediction.of(table, network);
    new NetworkText(results.words()).print(network, table);
    ObjectNode json = results.object();
    boolean runtime = prediction.objective() == Objective.LATENCY;
    String suffix = runtime ? "_ms" : "";
    json.put("objective", prediction.objective().label());
    json.put("unit", prediction.objective().unit());
    json.put("total" + suffix, prediction.total());
    json.put("base" + suffix, prediction.base());
    ArrayNode layers = json.putArray("layers");
    for (LatencyPrediction.LayerLatency layer : prediction.layers()) {
      ObjectNode node = layers.addObject();
      node.put("layer", layer.layer());
      node.put("op", layer.operation().label());
      node.put(runtime ? "ms" : "cost", layer.milliseconds());
    }
    results.print(json);
  }
}
