package io.spnas.report.export;

import static io.spnas.report.export.OnnxGraph.integer;
import static io.spnas.report.export.OnnxGraph.integers;
import static io.spnas.report.export.OnnxGraph.real;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.spnas.engine.BatchNorm;
import io.spnas.engine.ConvolutionUnit;
import io.spnas.engine.Folding;
import io.spnas.engine.NetworkUnits;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.space.NetworkShape.Activation;
import io.spnas.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a trained network as an ONNX model that needs nothing beside it: input {@code image} is
 * [N, 3, S, S] with pixel values of 0 to 255, red first, for any N; outputs are {@code
 * probabilities} and {@code logits}, [N, classes]. What it takes to make an image of a file, and
 * the labels, are in the model's metadata ({@link OnnxMetadata}).
 *
 * <p>Mean and standard deviation of the input stay operations of their own. Folded into the stem
 * they would not survive its padding, whose zeros stand for pixels of the mean colour.
 */
public final class OnnxExport {
  /** The latest operator set of the first reduced mobile package of ONNX Runtime, 1.8. */
  static final int OPSET = 13;

  /** ONNX's file format of that operator set. */
  private static final int IR_VERSION = 7;

  private static final int IMAGE_CHANNELS = 3;
  private static final float RELU6_MAX = 6;

  private final TrainedModel model;
  private final ParameterLayout layout;
  private final BatchNorm batchNorm;
  private final float[] weights;
  private final OnnxGraph graph = new OnnxGraph("spnas");

  private OnnxExport(TrainedModel model, BatchNorm batchNorm) {
    this.model = model;
    this.layout = ParameterLayout.of(model.shape());
    this.batchNorm = batchNorm;
    this.weights =
        batchNorm == BatchNorm.FOLDED
            ? Folding.fold(layout, model.weights(), model.statistics(), model.epsilon())
            : model.weights();
  }

  /**
   * The bytes of a model file.
   *
   * @param model the network
   * @param batchNorm what becomes of its batch norm
   */
  public static byte[] write(TrainedModel model, BatchNorm batchNorm) {
    OnnxExport export = new OnnxExport(model, batchNorm);
    export.network();
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("spnas")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(export.graph.build());
    Optional.ofNullable(OnnxExport.class.getPackage().getImplementationVersion())
        .ifPresent(file::setProducerVersion);
    for (Map.Entry<String, String> entry : OnnxMetadata.of(model, batchNorm).entrySet()) {
      file.addMetadataPropsBuilder().setKey(entry.getKey()).setValue(entry.getValue());
    }
    return file.build().toByteArray();
  }

  private void network() {
    int size = model.shape().inputSize();
    NetworkUnits units = NetworkUnits.of(model.shape());
    if (model.shape().activation() == Activation.RELU6) {
      graph.constant("relu6.min", new float[] {0}, List.of());
      graph.constant("relu6.max", new float[] {RELU6_MAX}, List.of());
    }
    String value = normalised(graph.input("image", IMAGE_CHANNELS, size, size));
    value = unit(units.stem(), value);
    for (NetworkUnits.Block block : units.blocks()) {
      value = block(block, value);
    }
    classifier(unit(units.head(), value));
  }

  private String normalised(String image) {
    List<Integer> channels = List.of(1, IMAGE_CHANNELS, 1, 1);
    String mean = graph.constant("input.mean", model.input().mean(), channels);
    String std = graph.constant("input.std", model.input().std(), channels);
    String centred = graph.node("input.subtract", "Sub", "input.centred", List.of(image, mean));
    return graph.node("input.divide", "Div", "input.normalised", List.of(centred, std));
  }

  private String block(NetworkUnits.Block block, String input) {
    String value = input;
    for (ConvolutionUnit unit : block.units()) {
      value = unit(unit, value);
    }
    return block.shape().residual()
        ? graph.node(block.name() + ".add", "Add", block.name() + ".sum", List.of(value, input))
        : value;
  }

  private String unit(ConvolutionUnit unit, String input) {
    String value =
        batchNorm == BatchNorm.FOLDED
            ? convolution(unit, List.of(input, kernel(unit), bias(unit)))
            : normalisation(unit, convolution(unit, List.of(input, kernel(unit))));
    return unit.output() == ConvolutionUnit.Output.ACTIVATED ? activation(unit, value) : value;
  }

  private String convolution(ConvolutionUnit unit, List<String> inputs) {
    int before = unit.paddingBefore();
    int behind = unit.paddingBehind();
    return graph.node(
        unit.convolution(),
        "Conv",
        unit.convolution() + ".output",
        inputs,
        integers("kernel_shape", unit.kernel(), unit.kernel()),
        integers("strides", unit.stride(), unit.stride()),
        integers("pads", before, before, behind, behind),
        integer("group", unit.groups()));
  }

  private String kernel(ConvolutionUnit unit) {
    Slot slot = layout.slot(unit.convolution());
    return graph.constant(
        slot.name() + ".weight", weights, slot.offset(), slot.length(), slot.shape());
  }

  /** The shift that {@link Folding} leaves. */
  private String bias(ConvolutionUnit unit) {
    int offset = layout.slot(unit.batchNorm()).offset() + unit.outChannels();
    return channels(unit, unit.convolution() + ".bias", weights, offset);
  }

  private String channels(ConvolutionUnit unit, String name, float[] values, int offset) {
    int channels = unit.outChannels();
    return graph.constant(name, values, offset, channels, List.of(channels));
  }

  private String normalisation(ConvolutionUnit unit, String input) {
    String name = unit.batchNorm();
    int gamma = layout.slot(name).offset();
    int mean = statistic(name).offset();
    List<String> inputs = new ArrayList<>(List.of(input));
    inputs.add(channels(unit, name + ".gamma", weights, gamma));
    inputs.add(channels(unit, name + ".beta", weights, gamma + unit.outChannels()));
    inputs.add(channels(unit, name + ".mean", model.statistics(), mean));
    inputs.add(channels(unit, name + ".variance", model.statistics(), mean + unit.outChannels()));
    return graph.node(
        name, "BatchNormalization", name + ".output", inputs, real("epsilon", model.epsilon()));
  }

  private Statistic statistic(String name) {
    return layout.statistics().stream()
        .filter(statistic -> statistic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String activation(ConvolutionUnit unit, String input) {
    String result = unit.name() + ".output";
    return switch (model.shape().activation()) {
      case RELU -> graph.node(unit.name() + ".relu", "Relu", result, List.of(input));
      case RELU6 ->
          graph.node(
              unit.name() + ".relu6", "Clip", result, List.of(input, "relu6.min", "relu6.max"));
    };
  }

  private void classifier(String maps) {
    String pooled = graph.node("head.pool", "GlobalAveragePool", "head.pooled", List.of(maps));
    String features =
        graph.node("head.flatten", "Flatten", "features", List.of(pooled), integer("axis", 1));
    List<String> inputs = new ArrayList<>(List.of(features));
    for (String name : List.of("classifier.weight", "classifier.bias")) {
      Slot slot = layout.slot(name);
      inputs.add(graph.constant(name, weights, slot.offset(), slot.length(), slot.shape()));
    }
    String logits = graph.node("classifier", "Gemm", "logits", inputs, integer("transB", 1));
    String probabilities =
        graph.node("softmax", "Softmax", "probabilities", List.of(logits), integer("axis", 1));
    graph.output(probabilities, model.shape().classes());
    graph.output(logits, model.shape().classes());
  }
}
