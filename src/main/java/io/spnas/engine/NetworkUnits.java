package io.spnas.engine;

import io.spnas.engine.ConvolutionUnit.Kind;
import io.spnas.engine.ConvolutionUnit.Output;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The convolutions of a network, with the sizes that their inputs have.
 *
 * @param stem the 3x3 convolution of the images
 * @param blocks the MBConv blocks, in order
 * @param head the 1x1 convolution before the global average pool
 */
public record NetworkUnits(ConvolutionUnit stem, List<Block> blocks, ConvolutionUnit head) {
  private static final int IMAGE_CHANNELS = 3;
  private static final int STEM_KERNEL = 3;

  /**
   * An MBConv block.
   *
   * @param name such as {@code block3}
   * @param expand the 1x1 expansion; none at expansion ratio 1
   * @param depthwise the depthwise convolution
   * @param project the 1x1 projection
   * @param shape what it was made of
   */
  public record Block(
      String name,
      Optional<ConvolutionUnit> expand,
      ConvolutionUnit depthwise,
      ConvolutionUnit project,
      MbConv shape) {

    static Block of(String name, MbConv shape, int size) {
      int in = shape.inChannels();
      int inner = shape.innerChannels();
      Optional<ConvolutionUnit> expand =
          shape.expansion() > 1
              ? Optional.of(pointwise(name + ".expand", in, inner, size, Output.ACTIVATED))
              : Optional.empty();
      ConvolutionUnit depthwise =
          new ConvolutionUnit(
              name + ".depthwise",
              Kind.DEPTHWISE,
              inner,
              inner,
              shape.kernel(),
              shape.stride(),
              size,
              Output.ACTIVATED);
      ConvolutionUnit project =
          pointwise(
              name + ".project", inner, shape.outChannels(), depthwise.outSize(), Output.LINEAR);
      return new Block(name, expand, depthwise, project, shape);
    }

    /** Its convolutions, in order. */
    public List<ConvolutionUnit> units() {
      List<ConvolutionUnit> units = new ArrayList<>();
      expand.ifPresent(units::add);
      units.add(depthwise);
      units.add(project);
      return units;
    }
  }

  /** The convolutions of a network. */
  public static NetworkUnits of(NetworkShape shape) {
    ConvolutionUnit stem =
        new ConvolutionUnit(
            "stem",
            Kind.FULL,
            IMAGE_CHANNELS,
            shape.stemChannels(),
            STEM_KERNEL,
            shape.stemStride(),
            shape.inputSize(),
            Output.ACTIVATED);
    List<Block> blocks = new ArrayList<>();
    ConvolutionUnit last = stem;
    for (MbConv block : shape.blocks()) {
      blocks.add(Block.of("block" + blocks.size(), block, last.outSize()));
      last = blocks.get(blocks.size() - 1).project();
    }
    ConvolutionUnit head =
        pointwise(
            "head", last.outChannels(), shape.headChannels(), last.outSize(), Output.ACTIVATED);
    return new NetworkUnits(stem, List.copyOf(blocks), head);
  }

  private static ConvolutionUnit pointwise(String name, int in, int out, int size, Output output) {
    return new ConvolutionUnit(name, Kind.FULL, in, out, 1, 1, size, output);
  }
}
