package io.spnas.nas.oneshot;

import io.spnas.config.Objective;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A space of five searchable layers, so small that its networks can be listed. */
final class SmallSpace {
  static final int NETWORKS = 4 * 5 * 5 * 4 * 5;

  private static final String SETTINGS =
      """
      input.size = 16
      model { classes = 4, stem-channels = 8, stem-stride = 1, head-channels = 32 }
      model.blocks = [
        "r1_k3_s11_e1_i8_o8_noskip"
        "r3_k5_s22_e6_i8_o8"
        "r2_k5_s11_e6_i8_o16"
        "r1_k3_s11_e6_i16_o24_noskip"
      ]
      """;

  private SmallSpace() {}

  /** Its settings, with some changed. */
  static Settings settings(String changes) {
    return Settings.parse(SETTINGS + changes);
  }

  static SearchSpace space() {
    Settings settings = settings("");
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** Costs at random, 1 to 8 ms each, beside 3 ms that are always there. */
  static LatencyTable table() {
    SplittableRandom random = new SplittableRandom(1);
    List<LatencyTable.Row> rows = new ArrayList<>();
    for (Layer layer : space().searchable()) {
      Map<Operation, Double> costs = new EnumMap<>(Operation.class);
      for (Operation operation : Operation.values()) {
        if (operation != Operation.SKIP) {
          costs.put(operation, random.nextDouble(1, 8));
        }
      }
      rows.add(new LatencyTable.Row(layer.index(), true, costs, Map.of()));
    }
    TableOrigin origin = TableOrigin.of(space(), "none", Objective.LATENCY, Map.of());
    return new LatencyTable("small", origin, 3, rows);
  }

  static Candidates candidates(LatencyWindow window) {
    return new Candidates(space(), new PathCosts(table(), space()), window);
  }

  /** All its networks. */
  static List<Architecture> networks() {
    List<List<Operation>> choices = List.of(List.of());
    for (Layer layer : space().searchable()) {
      choices =
          choices.stream()
              .flatMap(some -> layer.operations().stream().map(operation -> with(some, operation)))
              .toList();
    }
    SearchSpace space = space();
    return choices.stream().map(operations -> Architecture.of(space, operations)).toList();
  }

  private static List<Operation> with(List<Operation> some, Operation operation) {
    List<Operation> more = new ArrayList<>(some);
    more.add(operation);
    return more;
  }
}
