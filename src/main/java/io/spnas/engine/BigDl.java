package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.MklDnn;
import com.intel.analytics.bigdl.nn.mkldnn.TensorMMap;
import com.intel.analytics.bigdl.tensor.Storage;
import com.intel.analytics.bigdl.tensor.Storage$;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.Tensor$;
import com.intel.analytics.bigdl.tensor.TensorNumericMath;
import com.intel.analytics.bigdl.utils.Engine;
import io.spnas.shaded.scala.reflect.ClassTag;
import io.spnas.shaded.scala.reflect.ClassTag$;

/** Starts BigDL in this JVM, and turns arrays into its tensors. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class BigDl {
  private static final ClassTag TAG = ClassTag$.MODULE$.apply(Float.TYPE);
  private static final TensorNumericMath.TensorNumeric NUMERIC =
      com.intel.analytics.bigdl.tensor.TensorNumericMath$TensorNumeric$NumericFloat$.MODULE$;

  private BigDl() {}

  /**
   * Loads the native libraries once per JVM and gives the calling thread its OpenMP threads. Each
   * thread that computes must call it: OpenMP keeps the number per calling thread, which is what
   * lets several threads compute side by side in one JVM.
   *
   * @param threads OpenMP threads for what the calling thread computes
   */
  static void start(int threads) {
    Holder.start();
    MklDnn.setNumThreads(threads);
    com.intel.analytics.bigdl.mkl.MKL.setNumThreads(threads);
  }

  private static final class Holder {
    static {
      // Without a SparkContext of its own; workers, not BigDL, decide which thread runs where.
      System.setProperty("bigdl.localMode", "true");
      System.setProperty("bigdl.engineType", "mkldnn");
      System.setProperty("bigdl.coreNumber", "1");
      System.setProperty("bigdl.mklNumThreads", "1");
      System.setProperty("bigdl.disableOmpAffinity", "true");
      Engine.init();
      if (!MklDnn.isLoaded()) {
        throw new IllegalStateException(
            "MKL-DNN can't be loaded on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ", expected Linux on x86-64");
      }
    }

    static void start() {}
  }

  /** A tensor over a part of an array; both see each other's changes. */
  static Tensor tensor(float[] array, int offset, int... size) {
    Tensor tensor = Tensor$.MODULE$.apply(TAG, NUMERIC);
    bind(tensor, array, offset, size);
    return tensor;
  }

  /** Lets an existing tensor look at a part of an array. */
  static void bind(Tensor tensor, float[] array, int offset, int... size) {
    Storage storage = Storage$.MODULE$.apply(array, TAG);
    int[] strides = new int[size.length];
    int stride = 1;
    for (int i = size.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= size[i];
    }
    // BigDL counts storage offsets from 1.
    tensor.set(storage, offset + 1, size, strides);
  }

  /** Lets a layer's parameter live in a part of an array. */
  static void bind(TensorMMap parameter, float[] array, int offset) {
    bind(parameter.dense(), array, offset, parameter.dense().size());
  }
}
