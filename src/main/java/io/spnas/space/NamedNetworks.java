package io.spnas.space;

import io.spnas.config.InputSettings;
import io.spnas.config.InvalidInputException;
import io.spnas.config.ModelSettings;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Published mobile networks by name, as block strings at width 1. */
public final class NamedNetworks {
  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;
  private static final int STEM_STRIDE = 2;
  private static final Map<String, Published> NETWORKS = new LinkedHashMap<>();

  static {
    // Stamoulis et al. 2019, figure 5.
    add(
        "single-path-nas",
        Activation.RELU,
        32,
        1280,
        "r1_k3_s11_e1_i32_o16_noskip",
        "r3_k3_s22_e3_i16_o24",
        "r1_k5_s22_e6_i24_o40",
        "r3_k3_s11_e3_i40_o40",
        "r1_k5_s22_e6_i40_o80",
        "r3_k3_s11_e3_i80_o80",
        "r1_k5_s11_e6_i80_o96",
        "r3_k5_s11_e3_i96_o96",
        "r4_k5_s22_e6_i96_o192",
        "r1_k3_s11_e6_i192_o320_noskip");
    // Sandler et al. 2018.
    add(
        "mobilenet-v2",
        Activation.RELU6,
        32,
        1280,
        "r1_k3_s11_e1_i32_o16",
        "r2_k3_s22_e6_i16_o24",
        "r3_k3_s22_e6_i24_o32",
        "r4_k3_s22_e6_i32_o64",
        "r3_k3_s11_e6_i64_o96",
        "r3_k3_s22_e6_i96_o160",
        "r1_k3_s11_e6_i160_o320");
    // Tan et al. 2019.
    add(
        "mnasnet-b1",
        Activation.RELU,
        32,
        1280,
        "r1_k3_s11_e1_i32_o16_noskip",
        "r3_k3_s22_e3_i16_o24",
        "r3_k5_s22_e3_i24_o40",
        "r3_k5_s22_e6_i40_o80",
        "r2_k3_s11_e6_i80_o96",
        "r4_k5_s22_e6_i96_o192",
        "r1_k3_s11_e6_i192_o320_noskip");
    // Cai et al. 2019.
    add(
        "proxyless-mobile",
        Activation.RELU6,
        32,
        1280,
        "r1_k3_s11_e1_i32_o16_noskip",
        "r1_k5_s22_e3_i16_o32",
        "r1_k3_s11_e3_i32_o32",
        "r1_k7_s22_e3_i32_o40",
        "r1_k3_s11_e3_i40_o40",
        "r2_k5_s11_e3_i40_o40",
        "r1_k7_s22_e6_i40_o80",
        "r3_k5_s11_e3_i80_o80",
        "r1_k5_s11_e6_i80_o96",
        "r3_k5_s11_e3_i96_o96",
        "r2_k7_s22_e6_i96_o192",
        "r2_k7_s11_e3_i192_o192",
        "r1_k7_s11_e6_i192_o320_noskip");
    // Wu et al. 2019. Stem and first block have the same channels: the block is residual.
    add(
        "fbnet-c",
        Activation.RELU,
        16,
        1984,
        "r1_k3_s11_e1_i16_o16",
        "r1_k3_s22_e6_i16_o24",
        "r2_k3_s11_e1_i24_o24",
        "r1_k5_s22_e6_i24_o32",
        "r1_k5_s11_e3_i32_o32",
        "r1_k5_s11_e6_i32_o32",
        "r1_k3_s11_e6_i32_o32",
        "r1_k5_s22_e6_i32_o64",
        "r1_k5_s11_e3_i64_o64",
        "r2_k5_s11_e6_i64_o64",
        "r3_k5_s11_e6_i64_o112",
        "r1_k5_s11_e3_i112_o112",
        "r4_k5_s22_e6_i112_o184",
        "r1_k3_s11_e6_i184_o352");
  }

  private NamedNetworks() {}

  /** A network at width 1, for any image and any classes. */
  private record Published(
      Activation activation, int stemChannels, int headChannels, List<BlockString> groups) {

    NetworkShape at(int inputSize, double width, int stemStride, int classes) {
      List<MbConv> blocks = new ArrayList<>();
      groups.forEach(group -> blocks.addAll(group.scaled(width).blocks()));
      return new NetworkShape(
          inputSize,
          Widths.scale(stemChannels, width),
          stemStride,
          List.copyOf(blocks),
          headChannels,
          classes,
          activation);
    }
  }

  private static void add(
      String name, Activation activation, int stemChannels, int headChannels, String... groups) {
    NETWORKS.put(
        name,
        new Published(
            activation,
            stemChannels,
            headChannels,
            BlockStrings.parse(List.of(groups), stemChannels, name, "the stem")));
  }

  /** All names. */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  /** Whether a user means a name and not a file: it is one, or has no dot and no slash. */
  public static boolean isName(String fileOrName) {
    return NETWORKS.containsKey(fileOrName) || !fileOrName.matches(".*[./].*");
  }

  /**
   * The network of a name as it was published: 224 px, 1000 classes, width 1.
   *
   * @throws InvalidInputException if there is none
   */
  public static NetworkShape named(String name) {
    return published(name).at(INPUT_SIZE, 1, STEM_STRIDE, CLASSES);
  }

  /**
   * The network of a name for a user's images: of {@code input.size}, {@code model.classes} and
   * {@code model.width}, which leaves the head's channels alone. The stem has {@code
   * model.stem-stride}, as the published stride of 2 leaves little of small images.
   *
   * @throws InvalidInputException if there is none, or it shrinks the image to nothing
   */
  static NetworkShape named(String name, InputSettings input, ModelSettings model) {
    NetworkShape shape =
        published(name).at(input.size(), model.width(), model.stemStride(), model.classes());
    if (shape.inputSize() < shape.totalStride()) {
      throw new InvalidInputException(
          "Strides of network %s divide the image by %d, but input.size = %d: expected at least %d"
              + " pixels, or a smaller model.stem-stride than %d",
          name, shape.totalStride(), input.size(), shape.totalStride(), model.stemStride());
    }
    return shape;
  }

  private static Published published(String name) {
    Published network = NETWORKS.get(name);
    if (network == null) {
      throw new InvalidInputException(
          "Unknown network: %s, expected a file or one of %s", name, String.join(", ", names()));
    }
    return network;
  }
}
