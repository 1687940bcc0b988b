package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many channels lie next to each other, B, and which loops go over them: chosen once a JVM, by
 * what its processor and its options allow.
 */
final class Lanes {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final int AVX512 = 16;
  private static final int AVX2 = 8;

  /** Whether the Vector API can be used. */
  static final boolean VECTORS = vectors();

  /** B: 16 with AVX-512, 8 with AVX2. */
  static final int BLOCK = block();

  private Lanes() {}

  private static boolean vectors() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    if (!present) {
      LOG.warn(
          "The JVM runs without its Vector API, training is many times slower: add"
              + " --add-modules=jdk.incubator.vector to the Java options of driver and executors");
    }
    return present;
  }

  private static int block() {
    int layout = Primitives.preferredLayout();
    if (layout != Memory.Format.nChw16c && layout != Memory.Format.nChw8c) {
      throw new IllegalStateException(
          "MKL-DNN takes layout "
              + layout
              + " here, expected a blocked one (a processor with AVX2)");
    }
    boolean wide = layout == Memory.Format.nChw16c && (!VECTORS || Preferred.LENGTH >= AVX512);
    return wide ? AVX512 : AVX2;
  }

  /** Loaded only where the module is. */
  private static final class Preferred {
    static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();
  }

  /** MKL-DNN's name of the layout of activations. */
  static int layout() {
    return BLOCK == AVX512 ? Memory.Format.nChw16c : Memory.Format.nChw8c;
  }

  /** Vectors of B floats. */
  static VectorSpecies<Float> species() {
    return BLOCK == AVX512 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_256;
  }

  /** The fastest loops over activations. */
  static Kernels kernels() {
    return VECTORS ? new VectorKernels() : new ScalarKernels(BLOCK);
  }

  /** The fastest loops over the rows of a depthwise convolution with a K x K kernel. */
  static RowKernels rows(int size) {
    return VECTORS && VectorRowKernels.SIZES.contains(size)
        ? VectorRowKernels.of(size)
        : new ScalarRowKernels(size, BLOCK);
  }
}
