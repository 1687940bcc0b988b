package io.spnas.space;

import io.spnas.config.InvalidInputException;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published mobile networks by name, for 224 px and 1000 classes. Blocks are written as {@code 3x
 * k3 s2 e6 ->24}: three blocks of kernel 3 and expansion ratio 6 to 24 channels, the first with
 * stride 2. A depthwise separable block (kernel 3, ratio 1) follows the stem.
 */
public final class NamedNetworks {
  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;
  private static final Pattern GROUP = Pattern.compile("(\\d+)x k(\\d+) s(\\d+) e(\\d+) ->(\\d+)");
  private static final Map<String, NetworkShape> NETWORKS = new LinkedHashMap<>();

  static {
    // Stamoulis et al. 2019, figure 5.
    add(
        "single-path-nas",
        Activation.RELU,
        32,
        1280,
        "3x k3 s2 e3 ->24; 1x k5 s2 e6 ->40; 3x k3 s1 e3 ->40; 1x k5 s2 e6 ->80; 3x k3 s1 e3 ->80;"
            + " 1x k5 s1 e6 ->96; 3x k5 s1 e3 ->96; 4x k5 s2 e6 ->192; 1x k3 s1 e6 ->320");
    // Sandler et al. 2018.
    add(
        "mobilenet-v2",
        Activation.RELU6,
        32,
        1280,
        "2x k3 s2 e6 ->24; 3x k3 s2 e6 ->32; 4x k3 s2 e6 ->64; 3x k3 s1 e6 ->96; 3x k3 s2 e6 ->160;"
            + " 1x k3 s1 e6 ->320");
    // Tan et al. 2019.
    add(
        "mnasnet-b1",
        Activation.RELU,
        32,
        1280,
        "3x k3 s2 e3 ->24; 3x k5 s2 e3 ->40; 3x k5 s2 e6 ->80; 2x k3 s1 e6 ->96; 4x k5 s2 e6 ->192;"
            + " 1x k3 s1 e6 ->320");
    // Cai et al. 2019.
    add(
        "proxyless-mobile",
        Activation.RELU6,
        32,
        1280,
        "1x k5 s2 e3 ->32; 1x k3 s1 e3 ->32; 1x k7 s2 e3 ->40; 1x k3 s1 e3 ->40; 2x k5 s1 e3 ->40;"
            + " 1x k7 s2 e6 ->80; 3x k5 s1 e3 ->80; 1x k5 s1 e6 ->96; 3x k5 s1 e3 ->96;"
            + " 2x k7 s2 e6 ->192; 2x k7 s1 e3 ->192; 1x k7 s1 e6 ->320");
    // Wu et al. 2019.
    add(
        "fbnet-c",
        Activation.RELU,
        16,
        1984,
        "1x k3 s2 e6 ->24; 2x k3 s1 e1 ->24; 1x k5 s2 e6 ->32; 1x k5 s1 e3 ->32; 1x k5 s1 e6 ->32;"
            + " 1x k3 s1 e6 ->32; 1x k5 s2 e6 ->64; 1x k5 s1 e3 ->64; 2x k5 s1 e6 ->64;"
            + " 3x k5 s1 e6 ->112; 1x k5 s1 e3 ->112; 4x k5 s2 e6 ->184; 1x k3 s1 e6 ->352");
  }

  private NamedNetworks() {}

  private static void add(
      String name, Activation activation, int stemChannels, int headChannels, String groups) {
    List<MbConv> blocks = new ArrayList<>();
    // Where stem and first block have the same channels, the block is residual.
    blocks.add(new MbConv(3, 1, 1, stemChannels, 16, stemChannels == 16));
    int channels = 16;
    for (String group : groups.split("; *")) {
      Matcher matcher = GROUP.matcher(group);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("Invalid blocks of " + name + ": " + group);
      }
      int kernel = Integer.parseInt(matcher.group(2));
      int expansion = Integer.parseInt(matcher.group(4));
      int out = Integer.parseInt(matcher.group(5));
      for (int i = 0; i < Integer.parseInt(matcher.group(1)); i++) {
        int stride = i == 0 ? Integer.parseInt(matcher.group(3)) : 1;
        boolean residual = stride == 1 && channels == out;
        blocks.add(new MbConv(kernel, stride, expansion, channels, out, residual));
        channels = out;
      }
    }
    NETWORKS.put(
        name,
        new NetworkShape(
            INPUT_SIZE, stemChannels, 2, List.copyOf(blocks), headChannels, CLASSES, activation));
  }

  /** All names. */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  /**
   * The network of a name.
   *
   * @throws InvalidInputException if there is none
   */
  public static NetworkShape named(String name) {
    NetworkShape shape = NETWORKS.get(name);
    if (shape == null) {
      throw new InvalidInputException(
          "Unknown network: %s, expected a file or one of %s", name, String.join(", ", names()));
    }
    return shape;
  }
}
