package io.spnas.space;

import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A network of a search space: one operation for each searchable layer. */
public final class Architecture {
  private final SearchSpace space;
  private final List<Operation> operations;

  private Architecture(SearchSpace space, List<Operation> operations) {
    this.space = space;
    this.operations = List.copyOf(operations);
  }

  /**
   * The network of a choice.
   *
   * @param space the space
   * @param operations one for each searchable layer, in order
   * @throws InvalidInputException if their number is wrong, or a layer that can't be is skipped
   */
  public static Architecture of(SearchSpace space, List<Operation> operations) {
    List<Layer> searchable = space.searchable();
    if (operations.size() != searchable.size()) {
      throw new InvalidInputException(
          "Cannot choose %d operations: expected one for each of %d searchable layers",
          operations.size(), searchable.size());
    }
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) == Operation.SKIP && !searchable.get(i).skippable()) {
        throw new InvalidInputException(
            "Cannot skip layer %d, the first of its group: expected one of 3x3-3, 3x3-6, 5x5-3,"
                + " 5x5-6",
            searchable.get(i).index());
      }
    }
    return new Architecture(space, operations);
  }

  /**
   * A random network: each layer's operation is any that it may have, a skip among them where it
   * can be left out, all with the same probability.
   *
   * @param space the space
   * @param random where the choice comes from
   */
  public static Architecture random(SearchSpace space, SplittableRandom random) {
    List<Operation> operations = new ArrayList<>();
    for (Layer layer : space.searchable()) {
      List<Operation> allowed = layer.operations();
      operations.add(allowed.get(random.nextInt(0, allowed.size())));
    }
    return new Architecture(space, operations);
  }

  /** The space it belongs to. */
  public SearchSpace space() {
    return space;
  }

  /** Operation of each searchable layer, in order. */
  public List<Operation> operations() {
    return operations;
  }

  /** A layer with what was chosen for it. */
  record Choice(Layer layer, Operation operation, MbConv block) {}

  /** All layers in order, with their blocks; a skipped layer has none (null). */
  List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    int next = 0;
    for (Layer layer : space.allLayers()) {
      if (!layer.searchable()) {
        choices.add(new Choice(layer, null, layer.block()));
        continue;
      }
      Operation operation = operations.get(next++);
      MbConv block = operation == Operation.SKIP ? null : operation.applied(layer.block());
      choices.add(new Choice(layer, operation, block));
    }
    return choices;
  }

  /** Index of each layer that is not skipped, in order: fixed layers are among them. */
  public List<Integer> keptLayers() {
    return choices().stream()
        .filter(choice -> choice.block() != null)
        .map(choice -> choice.layer().index())
        .toList();
  }

  /** The network itself; skipped layers are left out. */
  public NetworkShape network() {
    return space.shape(
        choices().stream().filter(choice -> choice.block() != null).map(Choice::block).toList());
  }

  /**
   * Block strings of the network, with its real channels: equal blocks that follow each other form
   * one group.
   */
  public List<String> blockStrings() {
    return network().blockStrings();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture that
        && space.allLayers().equals(that.space.allLayers())
        && operations.equals(that.operations);
  }

  @Override
  public int hashCode() {
    return operations.hashCode();
  }
}
