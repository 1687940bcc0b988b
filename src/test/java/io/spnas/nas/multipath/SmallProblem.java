package io.spnas.nas.multipath;

import io.spnas.config.Objective;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterRange;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.StepControls;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small search space, two groups of two searchable layers between fixed blocks, with a table and
 * images whose classes can be learned: each has its own colour under noise.
 */
final class SmallProblem {
  static final int BATCH = 6;
  static final int CLASSES = 3;
  private static final int SIZE = 16;
  private static final double BASE = 2;

  /** Latencies of 3x3-3, 3x3-6, 5x5-3, 5x5-6 of each searchable layer, ms. */
  private static final double[][] TABLE = {
    {3, 6, 5, 9}, {2, 4.5, 3, 7}, {1, 2.2, 1.5, 3}, {1.2, 2, 1.6, 3.3}
  };

  private static final String SETTINGS =
      """
      input.size = 16
      model { classes = 3, stem-channels = 8, stem-stride = 2, head-channels = 32, dropout = 0 }
      model.blocks = [
        "r1_k3_s11_e1_i8_o8_noskip"
        "r2_k5_s22_e6_i8_o16"
        "r2_k5_s11_e6_i16_o24"
        "r1_k3_s11_e6_i24_o32_noskip"
      ]
      search { steps = 100, warmup-steps = 10, seed = 5, lambda = 0.001, label-smoothing = 0.1 }
      """;

  private SmallProblem() {}

  /**
   * The problem with some settings of its own.
   *
   * @param directory where its table is written
   * @param settings lines of settings
   */
  static SearchProblem of(Path directory, String... settings) {
    Settings plain = Settings.parse(SETTINGS);
    SearchSpace space = SearchSpace.of(plain.input(), plain.model());
    Path file = directory.resolve("table.json");
    try {
      Files.writeString(file, table(space).json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String own = String.join("\n", settings);
    return SearchProblem.of(Settings.parse(SETTINGS + "latency.table = \"" + file + "\"\n" + own));
  }

  private static LatencyTable table(SearchSpace space) {
    List<LatencyTable.Row> rows = new ArrayList<>();
    int searchable = 0;
    for (Layer layer : space.allLayers()) {
      Map<Operation, Double> costs = new EnumMap<>(Operation.class);
      if (layer.searchable()) {
        for (int k = 0; k < 4; k++) {
          costs.put(Operation.values()[k + 1], TABLE[searchable][k]);
        }
        searchable++;
      }
      rows.add(new LatencyTable.Row(layer.index(), layer.searchable(), costs, Map.of()));
    }
    TableOrigin origin = TableOrigin.of(space, "a device", Objective.LATENCY, Map.of());
    return new LatencyTable("small", origin, BASE, rows);
  }

  /** A batch of images. */
  static Batch batch(long seed) {
    Random random = new Random(seed);
    int[] labels = random.ints(BATCH, 0, CLASSES).toArray();
    float[] images = new float[BATCH * 3 * SIZE * SIZE];
    for (int i = 0; i < images.length; i++) {
      int channel = i / (SIZE * SIZE) % 3;
      int label = labels[i / (3 * SIZE * SIZE)];
      images[i] = (float) (random.nextGaussian() + (channel == label ? 1 : 0));
    }
    return new Batch(images, labels, 0);
  }

  /** Gives batch norms and architecture weights other values than they begin with. */
  static void spread(MultiPathSupernet supernet) {
    Random random = new Random(4);
    for (ParameterLayout.Slot slot : supernet.layout().slots()) {
      if (slot.kind() == ParameterLayout.Kind.BATCH_NORM) {
        for (int i = 0; i < slot.length(); i++) {
          supernet.parameters()[slot.offset() + i] += (float) (0.2 * random.nextGaussian());
        }
      }
    }
    for (int i = supernet.layout().parameters(); i < supernet.parameters().length; i++) {
      supernet.parameters()[i] = (float) (0.7 * random.nextGaussian());
    }
  }

  /** Goes a step down the gradient of what the optimiser updates. */
  static void descend(TrainableNetwork network, StepControls controls) {
    for (ParameterRange range : network.optimised(controls)) {
      for (int i = range.from(); i < range.to(); i++) {
        network.parameters()[i] -= 0.05f * network.exchange().values()[i];
      }
    }
  }
}
