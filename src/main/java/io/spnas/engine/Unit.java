package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution of a network with the batch norm and the activation behind it.
 *
 * @param name its name, such as {@code block3.expand}
 * @param role what it is to the network
 * @param shape the convolution
 */
record Unit(String name, Role role, ConvolutionShape shape) {

  /** What a convolution is to its network. */
  enum Role {
    /** Reads the images. */
    STEM,
    /** 1x1, from a block's input to its inner channels. */
    EXPAND,
    /** Depthwise, at the inner channels. */
    DEPTHWISE,
    /** 1x1, to a block's output; without an activation. */
    PROJECT,
    /** The same, where the block's input is added to it. */
    PROJECT_AND_ADD,
    /** 1x1, to the features. */
    HEAD
  }

  /**
   * The convolutions of a network in their order.
   *
   * @param block channels that lie next to each other, B
   */
  static List<Unit> of(NetworkShape shape, int block) {
    List<Unit> units = new ArrayList<>();
    Geometry images = new Geometry(3, shape.inputSize(), shape.inputSize(), block);
    ConvolutionShape stem =
        ConvolutionShape.ofImages(images, shape.stemChannels(), 3, shape.stemStride());
    units.add(new Unit("stem", Role.STEM, stem));
    Geometry size = stem.out();
    for (int i = 0; i < shape.blocks().size(); i++) {
      size = add(units, "block" + i, shape.blocks().get(i), size);
    }
    ConvolutionShape head = ConvolutionShape.of(size, shape.headChannels(), 1, 1);
    units.add(new Unit("head", Role.HEAD, head));
    return units;
  }

  private static Geometry add(List<Unit> units, String name, MbConv block, Geometry in) {
    int inner = block.innerChannels();
    Geometry wide = in;
    if (block.expansion() > 1) {
      ConvolutionShape expand = ConvolutionShape.of(in, inner, 1, 1);
      units.add(new Unit(name + ".expand", Role.EXPAND, expand));
      wide = expand.out();
    }
    ConvolutionShape depthwise = ConvolutionShape.of(wide, inner, block.kernel(), block.stride());
    units.add(new Unit(name + ".depthwise", Role.DEPTHWISE, depthwise));
    ConvolutionShape project = ConvolutionShape.of(depthwise.out(), block.outChannels(), 1, 1);
    Role role = block.residual() ? Role.PROJECT_AND_ADD : Role.PROJECT;
    units.add(new Unit(name + ".project", role, project));
    return project.out();
  }
}
