package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.config.TextFile;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NamedNetworks;
import io.spnas.space.SearchSpace;
import io.spnas.space.SpaceFit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latency}: predicts a network's runtime, layer by layer. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = {
      "Predict the runtime of a network from a latency table, in ms per layer; or, with --validate,"
          + " tell how well a table predicts networks on this machine."
    },
    footer = {
      "",
      "Examples:",
      "  latency --architecture runs/a/architecture.json --lut pixel1",
      "  latency --architecture single-path-nas --lut conf/latency/pixel1.json --json",
      "  latency --validate 50 --runtime onnx --threads 1 --picture scatter.png"
    })
final class LatencyCommand implements Callable<Integer> {
  @Option(
      names = "--architecture",
      paramLabel = "FILE-OR-NAME",
      description = "An architecture.json, or the name of a published network.")
  private String architecture;

  @Option(
      names = "--lut",
      paramLabel = "FILE",
      description = "Latency table: a file, or the name of one that ships, such as pixel1.")
  private String lut;

  @Mixin private LatencyValidation validation;
  @Mixin private Results results;

  @Override
  public Integer call() throws IOException {
    if (validation.isWanted()) {
      if (architecture != null) {
        throw new InvalidInputException(
            "--architecture: %s, expected none with --validate, which draws networks",
            architecture);
      }
      validation.run(lut, results);
      return 0;
    }
    require("--architecture", architecture);
    require("--lut", lut);
    LatencyTable table = LatencyTable.load(lut);
    Architecture network = network();
    table.requireCovers(network.space(), Geometry.ANY);
    LatencyPrediction prediction = LatencyPrediction.of(table, network);
    new NetworkText(results.words()).print(network, table);
    ObjectNode json = results.object();
    json.put("total_ms", prediction.total());
    json.put("base_ms", prediction.base());
    ArrayNode layers = json.putArray("layers");
    for (LatencyPrediction.LayerLatency layer : prediction.layers()) {
      ObjectNode node = layers.addObject();
      node.put("layer", layer.layer());
      node.put("op", layer.operation().label());
      node.put("ms", layer.milliseconds());
    }
    results.print(json);
    return 0;
  }

  private static void require(String option, String value) {
    if (value == null) {
      throw new InvalidInputException(
          "Missing option %s, expected it unless --validate is given (see latency --help)", option);
    }
  }

  private Architecture network() {
    if (NamedNetworks.isName(architecture)) {
      Settings paper = Settings.load(Optional.empty(), List.of());
      SearchSpace space = SearchSpace.of(paper.input(), paper.model());
      return SpaceFit.fit(space, NamedNetworks.named(architecture), architecture);
    }
    return ArchitectureJson.read(TextFile.read(architecture), architecture);
  }
}
