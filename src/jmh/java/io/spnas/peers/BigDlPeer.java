package io.spnas.peers;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.mkl.MklDnn;
import com.intel.analytics.bigdl.nn.CrossEntropyCriterion;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractCriterion;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.mkldnn.HeapData;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.Sequential;
import com.intel.analytics.bigdl.tensor.Storage$;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.Tensor$;
import com.intel.analytics.bigdl.tensor.TensorNumericMath;
import com.intel.analytics.bigdl.utils.Engine;
import io.spnas.bench.Peer;
import io.spnas.bench.StepTime;
import io.spnas.shaded.scala.reflect.ClassTag;
import io.spnas.shaded.scala.reflect.ClassTag$;
import io.spnas.space.NetworkShape;
import java.util.List;
import java.util.SplittableRandom;

/** BigDL with its own MKL-DNN layers only, as a user of BigDL would build the network. */
@SuppressWarnings({"unchecked", "rawtypes"})
public final class BigDlPeer implements Peer {
  private static final ClassTag TAG = ClassTag$.MODULE$.apply(Float.TYPE);
  private static final TensorNumericMath.TensorNumeric NUMERIC =
      com.intel.analytics.bigdl.tensor.TensorNumericMath$TensorNumeric$NumericFloat$.MODULE$;

  @Override
  public String name() {
    return "BigDL 0.13";
  }

  @Override
  public List<String> variants() {
    return List.of("its own MKL-DNN layers");
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    System.setProperty("bigdl.localMode", "true");
    System.setProperty("bigdl.engineType", "mkldnn");
    System.setProperty("bigdl.coreNumber", Integer.toString(threads));
    System.setProperty("bigdl.mklNumThreads", Integer.toString(threads));
    System.setProperty("bigdl.disableOmpAffinity", "true");
    Engine.init();
    MklDnn.setNumThreads(threads);
    com.intel.analytics.bigdl.mkl.MKL.setNumThreads(threads);
    return new BigDlStep(shape, batch);
  }

  private static final class BigDlStep implements Step {
    private final Sequential layers;
    private final AbstractModule network;
    private final AbstractCriterion criterion = new CrossEntropyCriterion(null, true, TAG, NUMERIC);
    private final Tensor images;
    private final Tensor labels;

    BigDlStep(NetworkShape shape, int batch) {
      int[] inputSize = {batch, 3, shape.inputSize(), shape.inputSize()};
      this.layers = BigDlLayers.of(shape, batch);
      layers.compile(
          com.intel.analytics.bigdl.nn.mkldnn.Phase$TrainingPhase$.MODULE$,
          new MemoryData[] {new HeapData(inputSize, Memory.Format.nchw, 1)});
      layers.training();
      this.network = layers;
      SplittableRandom random = new SplittableRandom(1);
      this.images = tensor(batch * 3 * inputSize[2] * inputSize[3], inputSize);
      fill(images, () -> random.nextDouble(-2, 2));
      this.labels = tensor(batch, batch);
      // BigDL counts classes from 1.
      fill(labels, () -> random.nextInt(1, shape.classes() + 1));
    }

    private static Tensor tensor(int length, int... size) {
      int[] strides = new int[size.length];
      int stride = 1;
      for (int i = size.length - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= size[i];
      }
      Tensor tensor = Tensor$.MODULE$.apply(TAG, NUMERIC);
      return tensor.set(Storage$.MODULE$.apply(new float[length], TAG), 1, size, strides);
    }

    private static void fill(Tensor tensor, java.util.function.DoubleSupplier values) {
      float[] array = (float[]) tensor.storage().array();
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) values.getAsDouble();
      }
    }

    @Override
    public StepTime run() {
      long start = System.nanoTime();
      Activity logits = network.forward(images);
      long forward = System.nanoTime();
      criterion.forward(logits, labels);
      Activity gradient = criterion.backward(logits, labels);
      long loss = System.nanoTime();
      network.backward(images, gradient);
      long end = System.nanoTime();
      network.zeroGradParameters();
      return new StepTime((forward - start) / 1e6, (loss - forward) / 1e6, (end - loss) / 1e6, 0);
    }

    @Override
    public void close() {
      layers.release();
    }
  }
}
