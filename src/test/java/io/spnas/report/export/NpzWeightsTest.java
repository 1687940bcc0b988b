package io.spnas.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.space.MbConv;
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights go into a NumPy archive and come back bit by bit; what is no such archive is refused. */
class NpzWeightsTest {
  private static final String FILE = "weights.npz";
  private static final String DENSE = "single-path/mnas_net_model/mnas_head/dense/kernel";
  private static final NetworkShape SMALL =
      new NetworkShape(
          16,
          8,
          2,
          List.of(
              new MbConv(3, 1, 1, 8, 8, false),
              new MbConv(5, 2, 3, 8, 12, false),
              new MbConv(7, 1, 6, 12, 12, true)),
          24,
          5,
          Activation.RELU);

  static Stream<NetworkShape> networks() {
    return Stream.concat(
        Stream.of(SMALL),
        NamedNetworks.names().stream().map(name -> TwinModel.named(name, 32, 10)));
  }

  /** Weights that differ, and among them what arithmetic would not keep: -0 and subnormals. */
  private static TrainedModel random(NetworkShape shape) {
    ParameterLayout layout = ParameterLayout.of(shape);
    Random random = new Random(1);
    float[] weights = new float[layout.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    weights[0] = -0f;
    weights[1] = Float.MIN_VALUE;
    float[] statistics = new float[layout.statisticValues()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = random.nextFloat();
    }
    return new TrainedModel(
        shape,
        weights,
        statistics,
        TwinModel.EPSILON,
        TwinModel.input(shape.inputSize()),
        TwinModel.labels(shape.classes()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void comeBackBitByBit(NetworkShape shape) throws IOException {
    TrainedModel model = random(shape);
    byte[] archive = NpzWeights.write(model);
    NpzWeights read = NpzWeights.read(archive, shape, FILE);
    assertThat(bits(read.weights())).isEqualTo(bits(model.weights()));
    assertThat(bits(read.statistics())).isEqualTo(bits(model.statistics()));
    TrainedModel again =
        new TrainedModel(
            shape,
            read.weights(),
            read.statistics(),
            model.epsilon(),
            model.input(),
            model.labels());
    assertThat(NpzWeights.write(again)).isEqualTo(archive);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void layoutsAreTensorFlows() throws IOException {
    TrainedModel model = random(SMALL);
    Map<String, NpyArray> arrays = NpzFile.decode(NpzWeights.write(model));
    ParameterLayout layout = ParameterLayout.of(SMALL);

    NpyArray stem = arrays.get("single-path/mnas_net_model/mnas_stem/conv2d_5/kernel");
    assertThat(stem.shape()).containsExactly(3, 3, 3, 8);
    Slot ours = layout.slot("stem.conv");
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        for (int in = 0; in < 3; in++) {
          for (int out = 0; out < 8; out++) {
            assertThat(stem.values()[((y * 3 + x) * 3 + in) * 8 + out])
                .isEqualTo(model.weights()[ours.offset() + ((out * 3 + in) * 3 + y) * 3 + x]);
          }
        }
      }
    }

    NpyArray depthwise =
        arrays.get("single-path/mnas_net_model/mnas_blocks_1/depthwise_conv2d_1/depthwise_kernel");
    assertThat(depthwise.shape()).containsExactly(5, 5, 24, 1);
    ours = layout.slot("block1.depthwise.conv");
    for (int tap = 0; tap < 25; tap++) {
      for (int channel = 0; channel < 24; channel++) {
        assertThat(depthwise.values()[tap * 24 + channel])
            .isEqualTo(model.weights()[ours.offset() + channel * 25 + tap]);
      }
    }

    NpyArray dense = arrays.get(DENSE);
    assertThat(dense.shape()).containsExactly(24, 5);
    ours = layout.slot("classifier.weight");
    for (int feature = 0; feature < 24; feature++) {
      for (int c = 0; c < 5; c++) {
        assertThat(dense.values()[feature * 5 + c])
            .isEqualTo(model.weights()[ours.offset() + c * 24 + feature]);
      }
    }
  }

  @Test
  void namesAreThoseOfThePublishedCode() throws IOException {
    assertThat(NpzFile.decode(NpzWeights.write(random(SMALL))).keySet())
        .containsExactly(
            Stream.of(
                    depthwise(0, ""),
                    norm("mnas_blocks_0", ""),
                    conv("mnas_blocks_0", ""),
                    norm("mnas_blocks_0", "_1"),
                    conv("mnas_blocks_1", "_1"),
                    norm("mnas_blocks_1", ""),
                    depthwise(1, "_1"),
                    norm("mnas_blocks_1", "_1"),
                    conv("mnas_blocks_1", "_2"),
                    norm("mnas_blocks_1", "_2"),
                    conv("mnas_blocks_2", "_3"),
                    norm("mnas_blocks_2", ""),
                    depthwise(2, "_2"),
                    norm("mnas_blocks_2", "_1"),
                    conv("mnas_blocks_2", "_4"),
                    norm("mnas_blocks_2", "_2"),
                    conv("mnas_stem", "_5"),
                    norm("mnas_stem", ""),
                    conv("mnas_head", "_6"),
                    norm("mnas_head", ""),
                    Stream.of(DENSE, DENSE.replace("kernel", "bias")))
                .flatMap(names -> names)
                .toArray(String[]::new));
  }

  private static Stream<String> conv(String scope, String number) {
    return Stream.of("single-path/mnas_net_model/" + scope + "/conv2d" + number + "/kernel");
  }

  private static Stream<String> depthwise(int block, String number) {
    return Stream.of(
        String.format(
            "single-path/mnas_net_model/mnas_blocks_%d/depthwise_conv2d%s/depthwise_kernel",
            block, number));
  }

  private static Stream<String> norm(String scope, String number) {
    return Stream.of("gamma", "beta", "moving_mean", "moving_variance")
        .map(name -> "single-path/" + scope + "/batch_normalization" + number + "/" + name);
  }

  static Stream<Arguments> mistakes() {
    String variance = "single-path/mnas_head/batch_normalization/moving_variance";
    return Stream.of(
        mistake(arrays -> arrays.remove(DENSE), "1 of the network's 52 arrays", DENSE),
        mistake(Map::clear, "52 of the network's 52 arrays", ", ..."),
        mistake(
            arrays -> arrays.put("global_step", vector(1)),
            "1 arrays are none of the network's: global_step"),
        mistake(
            arrays -> arrays.put(DENSE, new NpyArray(List.of(5, 24), new float[120])),
            DENSE,
            "[5, 24], expected [24, 5]"),
        mistake(arrays -> arrays.get(DENSE).values()[7] = Float.NaN, DENSE, "NaN as value 7"),
        mistake(
            arrays -> arrays.get(variance).values()[2] = -1,
            variance,
            "-1.0 as value 2",
            "least 0"));
  }

  private static Arguments mistake(Consumer<Map<String, NpyArray>> change, String... words) {
    return Arguments.of(change, words);
  }

  private static NpyArray vector(int length) {
    return new NpyArray(List.of(length), new float[length]);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void arraysThatDontFitAreNamed(Consumer<Map<String, NpyArray>> change, String[] words)
      throws IOException {
    Map<String, NpyArray> arrays =
        new LinkedHashMap<>(NpzFile.decode(NpzWeights.write(random(SMALL))));
    change.accept(arrays);
    assertThatThrownBy(() -> NpzWeights.read(NpzFile.encode(arrays), SMALL, FILE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot import " + FILE + ": ")
        .hasMessageContainingAll(words);
  }

  @Test
  void everyCutAndEveryFlippedBitIsNoticed() throws IOException {
    TrainedModel model = random(SMALL);
    byte[] archive = NpzWeights.write(model);
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      byte[] cut = Arrays.copyOf(archive, random.nextInt(archive.length));
      assertThatThrownBy(() -> NpzWeights.read(cut, SMALL, FILE))
          .as("%d of %d bytes", cut.length, archive.length)
          .isInstanceOf(InvalidInputException.class);
      byte[] flipped = archive.clone();
      int at = random.nextInt(archive.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      try {
        // A bit of a time or a version says nothing about the weights.
        NpzWeights read = NpzWeights.read(flipped, SMALL, FILE);
        assertThat(bits(read.weights())).as("byte %d", at).isEqualTo(bits(model.weights()));
        assertThat(bits(read.statistics())).as("byte %d", at).isEqualTo(bits(model.statistics()));
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith("Cannot import " + FILE);
      }
    }
  }
}
