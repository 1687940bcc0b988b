package io.spnas.space;

import io.spnas.config.InputSettings;
import io.spnas.config.InvalidInputException;
import io.spnas.config.ModelSettings;
import io.spnas.config.TextFile;
import java.util.ArrayList;
import java.util.List;

/** Finds the choice in a search space that gives a network. */
public final class SpaceFit {
  private SpaceFit() {}

  /**
   * The choice that a user names: what a search found, in its own space, or any other network (see
   * {@link NetworkDescription}) in the space of settings.
   *
   * @param fileOrName name of a published network, or a file on any Hadoop file system
   * @throws InvalidInputException if there is no such network, or it does not lie in the space
   */
  public static Architecture load(String fileOrName, InputSettings input, ModelSettings model) {
    if (!NamedNetworks.isName(fileOrName)) {
      String text = TextFile.read(fileOrName);
      if (!NetworkDescription.isOfNoSpace(text)) {
        return ArchitectureJson.read(text, fileOrName);
      }
      NetworkShape network = NetworkDescription.read(text, fileOrName, input, model);
      return fit(SearchSpace.of(input, model), network, fileOrName);
    }
    NetworkShape network = NamedNetworks.named(fileOrName, input, model);
    return fit(SearchSpace.of(input, model), network, fileOrName);
  }

  /**
   * The network as a choice in a space. Where a group has fewer blocks than the space, its last
   * layers are taken to be skipped.
   *
   * @param name of the network, for messages
   * @throws InvalidInputException if a block of the network has no place in the space
   */
  public static Architecture fit(SearchSpace space, NetworkShape network, String name) {
    NetworkShape supernet = space.supernet();
    requireSame(name, "stem channels", network.stemChannels(), supernet.stemChannels());
    requireSame(name, "stem stride", network.stemStride(), supernet.stemStride());
    requireSame(name, "head channels", network.headChannels(), supernet.headChannels());
    requireSame(name, "activation", network.activation(), supernet.activation());
    List<Operation> operations = new ArrayList<>();
    int next = 0;
    for (Layer layer : space.allLayers()) {
      MbConv block = next < network.blocks().size() ? network.blocks().get(next) : null;
      if (!layer.searchable()) {
        if (!layer.block().equals(block)) {
          throw misfit(name, next, block, layer);
        }
        next++;
      } else if (takes(layer, block)) {
        operations.add(operation(name, next, block, layer));
        next++;
      } else if (layer.skippable()) {
        operations.add(Operation.SKIP);
      } else {
        throw misfit(name, next, block, layer);
      }
    }
    if (next < network.blocks().size()) {
      throw new InvalidInputException(
          "Network %s does not lie in the search space: it has %d blocks, %d found a place",
          name, network.blocks().size(), next);
    }
    return Architecture.of(space, operations);
  }

  private static void requireSame(String name, String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          "Network %s does not lie in the search space: %s %s, expected %s",
          name, what, found, expected);
    }
  }

  private static boolean takes(Layer layer, MbConv block) {
    MbConv largest = layer.block();
    return block != null
        && block.inChannels() == largest.inChannels()
        && block.outChannels() == largest.outChannels()
        && block.stride() == largest.stride()
        && block.residual() == largest.residual();
  }

  private static Operation operation(String name, int index, MbConv block, Layer layer) {
    for (Operation operation : Operation.values()) {
      if (operation.kernel() == block.kernel() && operation.expansion() == block.expansion()) {
        return operation;
      }
    }
    throw misfit(name, index, block, layer);
  }

  private static InvalidInputException misfit(String name, int index, MbConv block, Layer layer) {
    return new InvalidInputException(
        "Network %s does not lie in the search space: its block %d is %s, layer %d takes %s with"
            + " kernel 3 or 5 and expansion 3 or 6",
        name,
        index,
        block == null ? "missing" : BlockString.of(block, 1),
        layer.index(),
        BlockString.of(layer.block(), 1));
  }
}
