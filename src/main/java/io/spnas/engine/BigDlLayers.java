package io.spnas.engine;

import com.intel.analytics.bigdl.serialization.Bigdl.AttrValue;
import com.intel.analytics.bigdl.serialization.Bigdl.AttrValue.ArrayValue;
import com.intel.analytics.bigdl.serialization.Bigdl.BigDLModule;
import com.intel.analytics.bigdl.serialization.Bigdl.BigDLTensor;
import com.intel.analytics.bigdl.serialization.Bigdl.DataType;
import com.intel.analytics.bigdl.serialization.Bigdl.InputDataFormat;
import com.intel.analytics.bigdl.serialization.Bigdl.NameAttrList;
import com.intel.analytics.bigdl.serialization.Bigdl.TensorStorage;
import java.util.List;

/**
 * Layers as BigDL's module file describes them: class and arguments of its constructor. The
 * messages are made here rather than by BigDL's {@code saveModule}, which asks Scala's reflection
 * for those arguments; reflection finds nothing in a relocated library.
 *
 * <p>Layers and tensors are numbered. Layers refer to tensors; the values of all are attached to
 * the outermost layer.
 */
final class BigDlLayers {
  private static final String VERSION = "0.13.0";
  private static final String PACKAGE = "com.intel.analytics.bigdl.nn.";
  private static final AttrValue NO_TENSOR =
      AttrValue.newBuilder().setDataType(DataType.TENSOR).build();
  private static final AttrValue NO_REGULARIZER =
      AttrValue.newBuilder().setDataType(DataType.REGULARIZER).build();

  /** BigDL's default, which only training uses. */
  private static final double BATCH_NORM_MOMENTUM = 0.1;

  private final NameAttrList.Builder values = NameAttrList.newBuilder().setName("global_storage");
  private int numbers;

  /** A layer. */
  record Layer(BigDLModule message) {}

  /** A tensor, by reference. */
  record Tensor(BigDLTensor reference) {}

  private final class Builder {
    private final BigDLModule.Builder message;

    Builder(String name, String type, int elementTypes) {
      message =
          BigDLModule.newBuilder()
              .setName(name)
              .setModuleType(PACKAGE + type)
              // Layers of the same number are taken for one layer.
              .setId(++numbers)
              .setVersion(VERSION)
              .setTrain(false);
      ArrayValue.Builder types =
          ArrayValue.newBuilder().setSize(elementTypes).setDatatype(DataType.STRING);
      for (int i = 0; i < elementTypes; i++) {
        types.addStr("Float");
      }
      AttrValue value =
          AttrValue.newBuilder().setDataType(DataType.ARRAY_VALUE).setArrayValue(types).build();
      set("module_tags", value);
      set("module_numerics", value);
    }

    Builder set(String name, AttrValue value) {
      message.putAttr(name, value);
      return this;
    }

    Builder set(String name, int value) {
      return set(name, AttrValue.newBuilder().setInt32Value(value).build());
    }

    Builder set(String name, boolean value) {
      return set(
          name, AttrValue.newBuilder().setDataType(DataType.BOOL).setBoolValue(value).build());
    }

    Builder set(String name, double value) {
      return set(
          name, AttrValue.newBuilder().setDataType(DataType.DOUBLE).setDoubleValue(value).build());
    }

    Builder set(String name, Tensor tensor) {
      return set(
          name,
          AttrValue.newBuilder()
              .setDataType(DataType.TENSOR)
              .setTensorValue(tensor.reference)
              .build());
    }

    /** Images first, then channels, height and width. */
    Builder channelsFirst(String name) {
      return set(
          name,
          AttrValue.newBuilder()
              .setDataType(DataType.DATA_FORMAT)
              .setDataFormatValue(InputDataFormat.NCHW)
              .build());
    }

    /** No values to begin with: the parameters come after. */
    Builder withoutInitialValues() {
      for (String name : List.of("initWeight", "initBias", "initGradWeight", "initGradBias")) {
        set(name, NO_TENSOR);
      }
      return this;
    }

    Builder parameter(Tensor tensor) {
      message.setHasParameters(true).addParameters(tensor.reference);
      return this;
    }

    Builder layers(List<Layer> layers) {
      for (Layer layer : layers) {
        message.addSubModules(layer.message);
        message.setHasParameters(message.getHasParameters() || layer.message.getHasParameters());
      }
      return this;
    }

    Layer build() {
      return new Layer(message.build());
    }
  }

  private Builder layer(String name, String type) {
    return new Builder(name, type, 1);
  }

  /** A tensor of a part of an array. */
  Tensor tensor(float[] array, int offset, int... size) {
    int length = 1;
    for (int s : size) {
      length *= s;
    }
    int id = ++numbers;
    BigDLTensor.Builder tensor =
        BigDLTensor.newBuilder()
            .setDatatype(DataType.FLOAT)
            .setOffset(1)
            .setDimension(size.length)
            .setNElements(length)
            .setId(id);
    int stride = length;
    for (int s : size) {
      stride /= s;
      tensor.addSize(s).addStride(stride);
    }
    TensorStorage.Builder storage =
        TensorStorage.newBuilder().setDatatype(DataType.FLOAT).setId(++numbers);
    BigDLTensor reference = tensor.setStorage(storage).build();
    for (int i = offset; i < offset + length; i++) {
      storage.addFloatData(array[i]);
    }
    values.putAttr(
        Integer.toString(id),
        AttrValue.newBuilder().setTensorValue(tensor.setStorage(storage)).build());
    return new Tensor(reference);
  }

  /**
   * A convolution.
   *
   * @param weight [groups, out / groups, in / groups, K, K]
   * @param bias [out], or none
   */
  Layer convolution(String name, ConvolutionUnit unit, Tensor weight, List<Tensor> bias) {
    Builder layer =
        layer(name, "SpatialConvolution")
            .set("nInputPlane", unit.inChannels())
            .set("nOutputPlane", unit.outChannels())
            .set("kernelW", unit.kernel())
            .set("kernelH", unit.kernel())
            .set("strideW", unit.stride())
            .set("strideH", unit.stride())
            .set("padW", unit.paddingBefore())
            .set("padH", unit.paddingBefore())
            .set("nGroup", unit.groups())
            .set("propagateBack", true)
            .set("wRegularizer", NO_REGULARIZER)
            .set("bRegularizer", NO_REGULARIZER)
            .withoutInitialValues()
            .set("withBias", !bias.isEmpty())
            .channelsFirst("format")
            .parameter(weight);
    bias.forEach(layer::parameter);
    return layer.build();
  }

  /** Batch norm with given statistics; all tensors are [channels]. */
  Layer batchNorm(
      String name, double epsilon, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
    int channels = scale.reference.getNElements();
    float[] unused = new float[channels];
    return layer(name, "SpatialBatchNormalization")
        .set("nOutput", channels)
        .set("eps", epsilon)
        .set("momentum", BATCH_NORM_MOMENTUM)
        .set("affine", true)
        .withoutInitialValues()
        .channelsFirst("dataFormat")
        .set("runningMean", mean)
        .set("runningVar", variance)
        .set("saveMean", tensor(unused, 0, channels))
        .set("saveStd", tensor(unused, 0, channels))
        .parameter(scale)
        .parameter(shift)
        .build();
  }

  Layer relu(String name) {
    return layer(name, "ReLU").set("ip", false).build();
  }

  Layer relu6(String name) {
    return layer(name, "ReLU6").set("inplace", false).build();
  }

  Layer globalAveragePool(String name) {
    return layer(name, "SpatialAveragePooling")
        .set("kW", 1)
        .set("kH", 1)
        .set("dW", 1)
        .set("dH", 1)
        .set("padW", 0)
        .set("padH", 0)
        .set("globalPooling", true)
        .set("ceilMode", false)
        .set("countIncludePad", true)
        .set("divide", true)
        .channelsFirst("format")
        .build();
  }

  /** [N, C, 1, 1] to [N, C]. */
  Layer flatten(String name) {
    ArrayValue.Builder size =
        ArrayValue.newBuilder().setSize(2).setDatatype(DataType.INT32).addI32(0).addI32(-1);
    return layer(name, "InferReshape")
        .set(
            "size",
            AttrValue.newBuilder().setDataType(DataType.ARRAY_VALUE).setArrayValue(size).build())
        .set("batchMode", false)
        .build();
  }

  /**
   * A linear layer.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  Layer linear(String name, Tensor weight, Tensor bias) {
    return layer(name, "Linear")
        .set("inputSize", weight.reference.getSize(1))
        .set("outputSize", weight.reference.getSize(0))
        .set("withBias", true)
        .set("wRegularizer", NO_REGULARIZER)
        .set("bRegularizer", NO_REGULARIZER)
        .withoutInitialValues()
        .parameter(weight)
        .parameter(bias)
        .build();
  }

  Layer softMax(String name) {
    return layer(name, "SoftMax").set("pos", 1).build();
  }

  Layer identity(String name) {
    return layer(name, "Identity").build();
  }

  /** Two layers side by side, which take the same input. */
  Layer both(String name, Layer first, Layer second) {
    return layer(name, "ConcatTable").layers(List.of(first, second)).build();
  }

  /** The sum of what stands side by side. */
  Layer sum(String name) {
    return new Builder(name, "CAddTable", 2).set("inplace", false).build();
  }

  /** Layers that follow each other. */
  Layer sequence(String name, List<Layer> layers) {
    return layer(name, "Sequential").layers(layers).build();
  }

  /** The file of a network. */
  byte[] file(Layer network) {
    return network.message.toBuilder()
        .putAttr("global_storage", AttrValue.newBuilder().setNameAttrListValue(values).build())
        .build()
        .toByteArray();
  }
}
