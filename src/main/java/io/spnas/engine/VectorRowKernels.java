package io.spnas.engine;

import java.util.Set;

/**
 * {@link RowKernels} with the Vector API for the kernel sizes of mobile networks: one vector holds
 * a block of channels. Kernel and sums live in registers, which takes a class a size and no nested
 * loop: across nested loops the JIT of JDK 17 boxes them. For the same reason the loops that sum
 * are unrolled until the JIT no longer inlines their methods into the loops of their callers (325
 * bytes of code).
 */
final class VectorRowKernels {
  /** Kernel sizes that have loops of their own. */
  static final Set<Integer> SIZES = Set.of(3, 5, 7);

  private VectorRowKernels() {}

  static RowKernels of(int size) {
    return switch (size) {
      case 3 -> new VectorRowKernels3();
      case 5 -> new VectorRowKernels5();
      case 7 -> new VectorRowKernels7();
      default -> throw new IllegalArgumentException("Kernel size " + size);
    };
  }
}
