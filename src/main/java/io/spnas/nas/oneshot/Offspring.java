package io.spnas.nas.oneshot;

import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes networks out of others, drawing from one stream. */
final class Offspring {
  private final double mutation;
  private final SplittableRandom random;

  /**
   * @param mutation probability that a mutation draws a layer's operation anew
   * @param random where draws come from
   */
  Offspring(double mutation, SplittableRandom random) {
    this.mutation = mutation;
    this.random = random;
  }

  /** A copy of one of the parents in which some layers' operations are drawn anew. */
  Architecture mutant(List<Architecture> parents) {
    Architecture parent = one(parents);
    List<Layer> layers = parent.space().searchable();
    List<Operation> operations = new ArrayList<>(parent.operations());
    for (int l = 0; l < operations.size(); l++) {
      if (random.nextDouble() < mutation) {
        operations.set(l, one(layers.get(l).operations()));
      }
    }
    return Architecture.of(parent.space(), operations);
  }

  /** Each layer's operation is that of one of two parents. */
  Architecture cross(List<Architecture> parents) {
    Architecture first = one(parents);
    Architecture second = one(parents);
    List<Operation> operations = new ArrayList<>();
    for (int l = 0; l < first.operations().size(); l++) {
      operations.add((random.nextBoolean() ? first : second).operations().get(l));
    }
    return Architecture.of(first.space(), operations);
  }

  private <T> T one(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
