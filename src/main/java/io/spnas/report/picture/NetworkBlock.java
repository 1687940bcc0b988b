package io.spnas.report.picture;

import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A block of a network, as pictures need it.
 *
 * @param layer its index
 * @param block what it computes; of a skipped one what it would have at most
 * @param choice how it came about
 * @param size height and width of its output, px
 */
record NetworkBlock(int layer, MbConv block, Choice choice, int size) {
  /** How a block came about. */
  enum Choice {
    /** A search chose its operation, or it is of a network of no search space. */
    CHOSEN,
    /** A search left it out. */
    SKIPPED,
    /** It was not searched. */
    FIXED
  }

  /** Blocks of what a search found, those that it left out among them. */
  static List<NetworkBlock> of(Architecture architecture) {
    Iterator<Operation> operations = architecture.operations().iterator();
    NetworkShape supernet = architecture.space().supernet();
    int size = strided(supernet.inputSize(), supernet.stemStride());
    List<NetworkBlock> blocks = new ArrayList<>();
    for (Layer layer : architecture.space().allLayers()) {
      size = strided(size, layer.block().stride());
      blocks.add(of(layer, layer.searchable() ? operations.next() : null, size));
    }
    return blocks;
  }

  private static NetworkBlock of(Layer layer, Operation operation, int size) {
    if (operation == null) {
      return new NetworkBlock(layer.index(), layer.block(), Choice.FIXED, size);
    }
    return operation == Operation.SKIP
        ? new NetworkBlock(layer.index(), layer.block(), Choice.SKIPPED, size)
        : new NetworkBlock(layer.index(), operation.applied(layer.block()), Choice.CHOSEN, size);
  }

  /** Blocks of any network. */
  static List<NetworkBlock> of(NetworkShape shape) {
    int size = strided(shape.inputSize(), shape.stemStride());
    List<NetworkBlock> blocks = new ArrayList<>();
    for (MbConv block : shape.blocks()) {
      size = strided(size, block.stride());
      blocks.add(new NetworkBlock(blocks.size(), block, Choice.CHOSEN, size));
    }
    return blocks;
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  /** Whether its output is of another shape than its input: a stage of the network begins. */
  boolean beginsStage() {
    return block.stride() > 1 || block.inChannels() != block.outChannels();
  }

  /** Colour of its kernel; grey where nothing was chosen. */
  Tone tone() {
    if (choice != Choice.CHOSEN) {
      return Tone.GREY;
    }
    return tone(block.kernel());
  }

  /** Colour of a kernel of some size. */
  static Tone tone(int kernel) {
    return switch (kernel) {
      case 3 -> Tone.BLUE;
      case 5 -> Tone.ORANGE;
      default -> Tone.PURPLE;
    };
  }

  /** All of it in a sentence. */
  String words() {
    if (choice == Choice.SKIPPED) {
      return "Layer " + layer + ": skipped";
    }
    return String.format(
        "Layer %d: %dx%d kernel, expansion %d, stride %d, %d to %d channels, output %d px%s%s",
        layer,
        block.kernel(),
        block.kernel(),
        block.expansion(),
        block.stride(),
        block.inChannels(),
        block.outChannels(),
        size,
        block.residual() ? ", residual" : "",
        choice == Choice.FIXED ? ", not searched" : "");
  }
}
