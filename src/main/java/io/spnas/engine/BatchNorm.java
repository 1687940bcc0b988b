package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.mkl.MklDnn;
import com.intel.analytics.bigdl.mkl.PropKind;
import com.intel.analytics.bigdl.mkl.Query;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.abstractnn.DataFormat;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnMemory$;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnOps$;
import com.intel.analytics.bigdl.nn.mkldnn.NativeData;
import com.intel.analytics.bigdl.nn.mkldnn.Phase;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.tensor.DnnTensor;
import com.intel.analytics.bigdl.tensor.Tensor;
import io.spnas.shaded.scala.Tuple2;

/**
 * Batch norm with the batch's own statistics, and the ReLU behind it where there is one, computed
 * by MKL-DNN in one pass over the activations. The fused primitive keeps one bit a value for the
 * backward pass, so that ReLU has neither an output nor a gradient of its own.
 *
 * <p>Scale, shift and their gradients are read from and written to the flat arrays directly, as are
 * the batch's means and unbiased variances.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class BatchNorm extends SpatialBatchNormalization {
  private static final DataFormat NCHW =
      com.intel.analytics.bigdl.nn.abstractnn.DataFormat$NCHW$.MODULE$;
  private static final MklDnnMemory$ DNN = MklDnnMemory$.MODULE$;
  private static final com.intel.analytics.bigdl.nn.mkldnn.MemoryData$ FORMATS =
      com.intel.analytics.bigdl.nn.mkldnn.MemoryData$.MODULE$;
  private static final int FP32 = com.intel.analytics.bigdl.mkl.DataType.F32;

  /** MKL-DNN's mkldnn_fuse_bn_relu, which BigDL does not name. */
  private static final long FUSE_RELU = 4;

  private final int channels;
  private final Places places;
  private final Activation activation;
  private final DnnTensor scaleShift;
  private final DnnTensor scaleShiftGradient;
  private final DnnTensor mean;
  private final DnnTensor variance;
  private long forwardDescription;
  private NativeData workspaceFormat;
  private DnnTensor workspace;
  private double unbiased;
  private long[] forwardMemory;
  private Tensor[] forwardTensors;
  private long[] backwardMemory;
  private Tensor[] backwardTensors;

  /** What follows the normalisation. */
  enum Activation {
    NONE,
    RELU
  }

  /**
   * Where the layer's numbers lie.
   *
   * @param buffers the flat arrays
   * @param parameter first index of scale and shift, and of their gradients
   * @param statistic first index of means and variances
   */
  record Places(Buffers buffers, int parameter, int statistic) {}

  BatchNorm(int channels, double epsilon, Activation activation, Places places) {
    super(channels, epsilon, 0.0, null, null, null, null, NCHW);
    this.channels = channels;
    this.activation = activation;
    this.places = places;
    this.scaleShift = BigDl.nativeTensor(_this(), 2 * channels);
    this.scaleShiftGradient = BigDl.nativeTensor(_this(), 2 * channels);
    this.mean = BigDl.nativeTensor(_this(), channels);
    this.variance = BigDl.nativeTensor(_this(), channels);
  }

  private long flags() {
    long flags = MklDnn.BatchNormFlag.mkldnn_use_scaleshift;
    return activation == Activation.RELU ? flags | FUSE_RELU : flags;
  }

  private long memory(MemoryData format) {
    return format.getPrimitive(runtime(), _this());
  }

  private long vector(int length) {
    return memory(new NativeData(new int[] {length}, Memory.Format.x, FP32));
  }

  @Override
  public Tuple2<MemoryData[], MemoryData[]> initFwdPrimitives(MemoryData[] inputs, Phase phase) {
    NativeData source = new NativeData(inputs[0].shape(), inputs[0].layout(), FP32);
    long values = 1;
    for (int dimension : source.shape()) {
      values *= dimension;
    }
    long perChannel = values / channels;
    unbiased = perChannel > 1 ? (double) perChannel / (perChannel - 1) : 1;

    long description =
        DNN.BatchNormForwardDescInit(
            PropKind.ForwardTraining,
            source.getMemoryDescription(_this()),
            (float) eps(),
            flags(),
            _this());
    forwardDescription = DNN.PrimitiveDescCreate(description, runtime().engine(), 0L, _this());
    NativeData in = FORMATS.operationWant(forwardDescription, Query.SrcPd, 0);
    NativeData out = FORMATS.operationWant(forwardDescription, Query.DstPd, 0);
    _inputFormats_$eq(new MemoryData[] {in});
    _outputFormats_$eq(new MemoryData[] {out});
    output_$eq(initTensor(out));
    Tensor result = (Tensor) output();

    long[] sources = {memory(in), vector(2 * channels)};
    long[] targets = {memory(out), vector(channels), vector(channels)};
    forwardTensors = new Tensor[] {null, scaleShift, result, mean, variance};
    if (activation == Activation.RELU) {
      workspaceFormat = FORMATS.operationWant(forwardDescription, Query.WorkspacePd, 0);
      workspace = (DnnTensor) initTensor(workspaceFormat);
      targets = append(targets, memory(workspaceFormat));
      forwardTensors = append(forwardTensors, workspace);
    }
    updateOutputPrimitives_$eq(new long[] {primitive(forwardDescription, sources, targets)});
    forwardMemory = concat(sources, targets);
    return new Tuple2<>(_inputFormats(), _outputFormats());
  }

  @Override
  public Activity updateOutput(Activity input) {
    copyIn(places.buffers().weights(), places.parameter(), scaleShift, 2 * channels);
    forwardTensors[0] = (Tensor) input;
    submit(updateOutputPrimitives(), forwardMemory, forwardTensors);
    float[] statistics = places.buffers().statistics();
    int at = places.buffers().statisticsOffset() + places.statistic();
    copyOut(mean, statistics, at, channels);
    copyOut(variance, statistics, at + channels, channels);
    for (int c = at + channels; c < at + 2 * channels; c++) {
      statistics[c] *= (float) unbiased;
    }
    return output();
  }

  @Override
  public Tuple2<MemoryData[], MemoryData[]> initBwdPrimitives(MemoryData[] grad, Phase phase) {
    NativeData gradient =
        new NativeData(outputFormats()[0].shape(), outputFormats()[0].layout(), FP32);
    long data = inputFormats()[0].getMemoryDescription(_this());
    long description =
        DNN.BatchNormBackwardDescInit(
            PropKind.Backward, data, data, (float) eps(), flags(), _this());
    long primitiveDescription =
        DNN.PrimitiveDescCreate(description, runtime().engine(), forwardDescription, _this());
    NativeData result = FORMATS.operationWant(primitiveDescription, Query.DiffSrcPd, 0);
    _gradOutputFormats_$eq(new MemoryData[] {gradient});
    _gradOutputFormatsForWeight_$eq(_gradOutputFormats());
    _gradInputFormats_$eq(new MemoryData[] {result});
    gradInput_$eq(initTensor(result));

    long[] sources = {
      memory(inputFormats()[0]),
      vector(channels),
      vector(channels),
      memory(gradient),
      vector(2 * channels)
    };
    backwardTensors = new Tensor[] {null, mean, variance, null, scaleShift};
    if (activation == Activation.RELU) {
      sources = append(sources, memory(workspaceFormat));
      backwardTensors = append(backwardTensors, workspace);
    }
    long[] targets = {memory(result), vector(2 * channels)};
    backwardTensors = append(backwardTensors, (Tensor) gradInput());
    backwardTensors = append(backwardTensors, scaleShiftGradient);
    updateGradInputPrimitives_$eq(new long[] {primitive(primitiveDescription, sources, targets)});
    backwardMemory = concat(sources, targets);
    return new Tuple2<>(_gradOutputFormats(), _gradInputFormats());
  }

  @Override
  public Activity updateGradInput(Activity input, Activity gradOutput) {
    backwardTensors[0] = (Tensor) input;
    backwardTensors[3] = (Tensor) gradOutput;
    submit(updateGradInputPrimitives(), backwardMemory, backwardTensors);
    copyOut(scaleShiftGradient, places.buffers().gradients(), places.parameter(), 2 * channels);
    return (Activity) gradInput();
  }

  private void submit(long[] primitives, long[] memory, Tensor[] tensors) {
    MklDnnOps$.MODULE$.streamSubmit(
        runtime().stream(), 1, primitives, primitives.length, memory, tensors);
  }

  private long primitive(long description, long[] sources, long[] targets) {
    return DNN.PrimitiveCreate2(
        description,
        sources,
        new int[sources.length],
        sources.length,
        targets,
        targets.length,
        _this());
  }

  private static void copyIn(float[] from, int at, DnnTensor to, int length) {
    NativeMemory.write(from, at, to.storageAddress(), length);
  }

  private static void copyOut(DnnTensor from, float[] to, int at, int length) {
    NativeMemory.read(from.storageAddress(), to, at, length);
  }

  private static long[] concat(long[] first, long[] second) {
    long[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static long[] append(long[] values, long value) {
    return concat(values, new long[] {value});
  }

  private static Tensor[] append(Tensor[] tensors, Tensor tensor) {
    Tensor[] more = java.util.Arrays.copyOf(tensors, tensors.length + 1);
    more[tensors.length] = tensor;
    return more;
  }
}
