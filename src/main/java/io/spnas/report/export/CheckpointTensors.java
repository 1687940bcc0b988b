package io.spnas.report.export;

import io.spnas.engine.ConvolutionUnit;
import io.spnas.engine.ConvolutionUnit.Kind;
import io.spnas.engine.NetworkUnits;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.report.export.CheckpointTensor.Source;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a network under the names that TensorFlow gives them when it trains the published
 * code (Stamoulis et al. 2019, final training):
 *
 * <pre>
 *   single-path/mnas_net_model/mnas_stem/conv2d_41/kernel                        [H, W, in, out]
 *   single-path/mnas_stem/batch_normalization/gamma, beta, moving_mean, moving_variance
 *   single-path/mnas_net_model/mnas_blocks_3/depthwise_conv2d_3/depthwise_kernel [H, W, C, 1]
 *   single-path/mnas_blocks_3/batch_normalization_1/gamma, ...
 *   single-path/mnas_net_model/mnas_head/dense/kernel                            [in, out]
 * </pre>
 *
 * <p>TensorFlow numbers convolutions over the whole network in the order in which they are made:
 * those of the blocks, then the stem's, then the head's; the first has no number. Batch norms are
 * numbered within their part of the network.
 */
final class CheckpointTensors {
  private static final String MODEL = "single-path/";
  private static final String LAYERS = MODEL + "mnas_net_model/";
  private static final List<Integer> FULL = List.of(2, 3, 1, 0);
  private static final List<Integer> DEPTHWISE = List.of(2, 3, 0, 1);
  private static final List<Integer> VECTOR = List.of(0);

  private final ParameterLayout layout;
  private final Map<String, Statistic> statistics = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<CheckpointTensor> tensors = new ArrayList<>();

  private CheckpointTensors(ParameterLayout layout) {
    this.layout = layout;
    layout.statistics().forEach(statistic -> statistics.put(statistic.name(), statistic));
  }

  /** All tensors of a network; together they cover its weights and statistics. */
  static List<CheckpointTensor> of(NetworkShape shape) {
    CheckpointTensors names = new CheckpointTensors(ParameterLayout.of(shape));
    NetworkUnits units = NetworkUnits.of(shape);
    for (int i = 0; i < units.blocks().size(); i++) {
      String scope = "mnas_blocks_" + i + "/";
      units.blocks().get(i).units().forEach(unit -> names.unit(scope, unit));
    }
    names.unit("mnas_stem/", units.stem());
    names.unit("mnas_head/", units.head());
    names.add(LAYERS + "mnas_head/dense/kernel", "classifier.weight", List.of(1, 0));
    names.add(LAYERS + "mnas_head/dense/bias", "classifier.bias", VECTOR);
    return List.copyOf(names.tensors);
  }

  private void unit(String scope, ConvolutionUnit unit) {
    if (unit.kind() == Kind.DEPTHWISE) {
      String layer = numbered(LAYERS, "depthwise_conv2d");
      add(LAYERS + scope + layer + "/depthwise_kernel", unit.convolution(), DEPTHWISE);
    } else {
      add(LAYERS + scope + numbered(LAYERS, "conv2d") + "/kernel", unit.convolution(), FULL);
    }
    String norm = MODEL + scope + numbered(scope, "batch_normalization") + "/";
    int scale = layout.slot(unit.batchNorm()).offset();
    int mean = statistics.get(unit.batchNorm()).offset();
    int channels = unit.outChannels();
    vector(norm + "gamma", Source.WEIGHTS, scale, channels);
    vector(norm + "beta", Source.WEIGHTS, scale + channels, channels);
    vector(norm + "moving_mean", Source.STATISTICS, mean, channels);
    vector(norm + "moving_variance", Source.STATISTICS, mean + channels, channels);
  }

  /** The next name of a kind of layer: {@code conv2d}, {@code conv2d_1}, ... */
  private String numbered(String scope, String kind) {
    int number = numbers.merge(scope + kind, 1, Integer::sum) - 1;
    return number == 0 ? kind : kind + "_" + number;
  }

  private void add(String name, String parameter, List<Integer> axes) {
    Slot slot = layout.slot(parameter);
    tensors.add(new CheckpointTensor(name, Source.WEIGHTS, slot.offset(), slot.shape(), axes));
  }

  private void vector(String name, Source source, int offset, int length) {
    tensors.add(new CheckpointTensor(name, source, offset, List.of(length), VECTOR));
  }
}
