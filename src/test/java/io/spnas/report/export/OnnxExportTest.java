package io.spnas.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.engine.BatchNorm;
import io.spnas.engine.InferenceNetwork;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import io.spnas.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes with an exported model what the twin and the engine compute. */
class OnnxExportTest {
  private static final double TOLERANCE = 1e-4;
  private static final int CLASSES = 7;
  private static final int IMAGES = 2;

  /**
   * Operators of opset 13 in the first release of ONNX Runtime's reduced mobile package, 1.8, for
   * float32; from tools/ci_build/github/android/mobile_package.required_operators.config of
   * microsoft/onnxruntime.
   */
  private static final Set<String> MOBILE =
      Set.of(
          ("Abs,Add,And,ArgMax,ArgMin,AveragePool,Cast,Ceil,Clip,Concat,ConstantOfShape,Conv,"
                  + "ConvTranspose,Cos,CumSum,DepthToSpace,DequantizeLinear,Div,"
                  + "DynamicQuantizeLinear,Elu,Equal,Exp,Expand,Flatten,Floor,Gather,GatherND,Gemm,"
                  + "Greater,GreaterOrEqual,Identity,If,LRN,LeakyRelu,Less,LessOrEqual,Log,"
                  + "LogSoftmax,Loop,MatMul,Max,MaxPool,Mean,Min,Mul,Neg,NonMaxSuppression,NonZero,"
                  + "Not,Or,PRelu,Pad,Pow,QuantizeLinear,Range,Reciprocal,ReduceMax,ReduceMean,"
                  + "ReduceMin,ReduceProd,ReduceSum,Relu,Reshape,Resize,ReverseSequence,Round,"
                  + "ScatterND,Shape,Sigmoid,Sin,Size,Slice,Softmax,SpaceToDepth,Split,Sqrt,"
                  + "Squeeze,Sub,Sum,Tanh,ThresholdedRelu,Tile,TopK,Transpose,Unique,Unsqueeze,"
                  + "Where,GlobalAveragePool,MatMulInteger,QLinearConv,QLinearMatMul,Scan")
              .split(","));

  private static NetworkShape small(int size, int stemStride, int kernel, Activation activation) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 8, 8, true),
            new MbConv(kernel, 2, 6, 8, 12, false),
            new MbConv(kernel, 1, 3, 12, 12, true),
            new MbConv(3, 1, 3, 12, 12, false),
            new MbConv(kernel, 2, 3, 12, 20, false));
    return new NetworkShape(size, 8, stemStride, blocks, 24, CLASSES, activation);
  }

  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (String name : List.of("proxyless-mobile", "fbnet-c")) {
      networks.add(Arguments.of(name + " 24 px", TwinModel.named(name, 24, CLASSES)));
    }
    for (int size : new int[] {8, 13, 15}) {
      for (int kernel : new int[] {3, 5, 7}) {
        for (int stride : new int[] {1, 2}) {
          networks.add(
              Arguments.of(
                  String.format("%d px, kernel %d, stem stride %d", size, kernel, stride),
                  small(size, stride, kernel, Activation.RELU6)));
        }
      }
    }
    return networks.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void onnxRuntimeAgreesWithTheTwin(String name, NetworkShape shape) throws OrtException {
    TwinModel test = TwinModel.of(shape, 1);
    float[] pixels = TwinModel.pixels(shape, IMAGES, 2);
    double[][] expected = test.logits(pixels);
    for (BatchNorm batchNorm : BatchNorm.values()) {
      try (OnnxSession session = new OnnxSession(OnnxExport.write(test.model(), batchNorm))) {
        float[][] probabilities = session.run("probabilities", pixels, shape.inputSize());
        float[][] logits = session.run("logits", pixels, shape.inputSize());
        assertThat(probabilities).hasDimensions(IMAGES, CLASSES);
        for (int n = 0; n < IMAGES; n++) {
          assertClose(logits[n], expected[n]);
          assertClose(probabilities[n], TwinModel.probabilities(expected[n]));
          assertThat(top(doubles(probabilities[n]))).isEqualTo(top(expected[n]));
        }
      }
    }
    assertThat(spread(expected)).as("what the images change in the logits").isGreaterThan(0.01);
  }

  @ParameterizedTest(name = "{0}, {1} px")
  @CsvSource({
    "single-path-nas, 64",
    "mobilenet-v2, 97",
    "mnasnet-b1, 65",
    "proxyless-mobile, 96",
    "fbnet-c, 97"
  })
  void onnxRuntimeAgreesWithTheEngine(String name, int size) throws OrtException {
    int classes = 100;
    NetworkShape shape = TwinModel.named(name, size, classes);
    TrainedModel model = TwinModel.of(shape, 3).model();
    float[] pixels = TwinModel.pixels(shape, IMAGES, 4);
    float[] engine = engineLogits(model, TwinModel.normalisedFloats(pixels, size));
    for (BatchNorm batchNorm : BatchNorm.values()) {
      try (OnnxSession session = new OnnxSession(OnnxExport.write(model, batchNorm))) {
        float[][] probabilities = session.run("probabilities", pixels, size);
        for (int n = 0; n < IMAGES; n++) {
          double[] expected = doubles(Arrays.copyOfRange(engine, n * classes, (n + 1) * classes));
          assertClose(probabilities[n], TwinModel.probabilities(expected));
          assertThat(top(doubles(probabilities[n]))).isEqualTo(top(expected));
        }
      }
    }
  }

  private static float[] engineLogits(TrainedModel model, float[] images) {
    try (InferenceNetwork network =
        InferenceNetwork.compile(
            model.shape(), IMAGES, 2, model.epsilon(), model.weights(), model.statistics())) {
      return network.forward(images).clone();
    }
  }

  private static void assertClose(float[] found, double[] expected) {
    assertThat(doubles(found)).containsExactly(expected, within(TOLERANCE));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static int top(double[] values) {
    int top = 0;
    for (int i = 1; i < values.length; i++) {
      top = values[i] > values[top] ? i : top;
    }
    return top;
  }

  private static double spread(double[][] logits) {
    double spread = 0;
    for (int c = 0; c < CLASSES; c++) {
      spread = Math.max(spread, Math.abs(logits[0][c] - logits[1][c]));
    }
    return spread;
  }

  @Test
  void activationIsTheNetworks() throws OrtException {
    NetworkShape bounded = small(16, 1, 3, Activation.RELU6);
    NetworkShape unbounded = small(16, 1, 3, Activation.RELU);
    TwinModel test = TwinModel.of(unbounded, 1);
    // Large shifts: values beyond 6 that the bound cuts off.
    float[] weights = test.model().weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 2;
    }
    float[] pixels = TwinModel.pixels(bounded, 1, 3);
    assertThat(logits(test, bounded, weights, pixels))
        .isNotEqualTo(logits(test, unbounded, weights, pixels));
  }

  private static float[] logits(TwinModel test, NetworkShape shape, float[] weights, float[] pixels)
      throws OrtException {
    TrainedModel model =
        new TrainedModel(
            shape,
            weights,
            test.model().statistics(),
            TwinModel.EPSILON,
            test.model().input(),
            test.model().labels());
    try (OnnxSession session = new OnnxSession(OnnxExport.write(model, BatchNorm.FOLDED))) {
      return session.run("logits", pixels, shape.inputSize())[0];
    }
  }

  @Test
  void usesOnlyWhatOnnxRuntimesMobilePackageHas() throws Exception {
    for (Activation activation : Activation.values()) {
      TwinModel test = TwinModel.of(small(16, 2, 5, activation), 1);
      ModelProto model = ModelProto.parseFrom(OnnxExport.write(test.model(), BatchNorm.FOLDED));
      assertThat(model.getOpsetImportList()).hasSize(1);
      assertThat(model.getOpsetImport(0).getDomain()).isEmpty();
      assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
      GraphProto graph = model.getGraph();
      assertThat(graph.getNodeList())
          .isNotEmpty()
          .allSatisfy(node -> assertThat(MOBILE).contains(node.getOpType()));
      assertThat(graph.getInitializerList())
          .isNotEmpty()
          .allSatisfy(
              tensor ->
                  assertThat(tensor.getDataType())
                      .isEqualTo(TensorProto.DataType.FLOAT.getNumber()));
    }
  }

  @ParameterizedTest
  @EnumSource(BatchNorm.class)
  void namesAreUniqueAndSpeak(BatchNorm batchNorm) throws Exception {
    TwinModel test = TwinModel.of(small(16, 2, 5, Activation.RELU), 1);
    GraphProto graph = ModelProto.parseFrom(OnnxExport.write(test.model(), batchNorm)).getGraph();
    assertThat(graph.getNodeList().stream().map(NodeProto::getName))
        .doesNotHaveDuplicates()
        .contains("stem.conv", "block2.depthwise.conv", "block2.add", "head.conv", "classifier")
        .doesNotContain("block0.expand.conv", "block3.add");
    assertThat(graph.getInitializerList().stream().map(TensorProto::getName))
        .doesNotHaveDuplicates()
        .contains("block1.project.conv.weight", "classifier.bias");
    assertThat(graph.getNodeList().stream().map(NodeProto::getOpType).toList())
        .as("batch norms")
        .filteredOn("BatchNormalization"::equals)
        .hasSize(batchNorm == BatchNorm.KEPT ? 16 : 0);
  }

  @Test
  void takesAnyNumberOfImages() throws OrtException {
    NetworkShape shape = small(13, 2, 3, Activation.RELU);
    TwinModel test = TwinModel.of(shape, 1);
    float[] pixels = TwinModel.pixels(shape, 5, 2);
    try (OnnxSession session = new OnnxSession(OnnxExport.write(test.model(), BatchNorm.FOLDED))) {
      float[][] together = session.run("probabilities", pixels, 13);
      for (int n = 0; n < 5; n++) {
        int image = pixels.length / 5;
        float[] one = Arrays.copyOfRange(pixels, n * image, (n + 1) * image);
        assertClose(session.run("probabilities", one, 13)[0], doubles(together[n]));
      }
    }
  }

  @Test
  void metadataSaysHowToMakeTheInputAndReadTheOutput() throws Exception {
    TwinModel test = TwinModel.of(small(13, 2, 3, Activation.RELU6), 1);
    try (OnnxSession session = new OnnxSession(OnnxExport.write(test.model(), BatchNorm.FOLDED))) {
      OrtSession ort = session.session();
      Map<String, String> metadata = ort.getMetadata().getCustomMetadata();
      assertThat(ort.getMetadata().getProducerName()).isEqualTo("spnas");
      assertThat(metadata)
          .containsEntry("input.layout", "NCHW")
          .containsEntry("input.channels", "RGB")
          .containsEntry("input.range", "[0,255]")
          .containsEntry("input.size", "13")
          .containsEntry("input.centre_crop", "0.875")
          .containsEntry("input.mean", "[123.675,116.28,103.53]")
          .containsEntry("input.std", "[58.395,57.12,57.375]")
          .containsEntry("batch_norm", "folded");
      List<String> labels = new ArrayList<>();
      new ObjectMapper().readTree(metadata.get("labels")).forEach(l -> labels.add(l.asText()));
      assertThat(labels).isEqualTo(test.model().labels());
      JsonNode network = new ObjectMapper().readTree(metadata.get("network"));
      assertThat(network.path("activation").asText()).isEqualTo("relu6");
      assertThat(network.path("blocks").get(1).asText()).isEqualTo("r1_k3_s22_e6_i8_o12");
      TensorInfo image = (TensorInfo) ort.getInputInfo().get("image").getInfo();
      assertThat(image.type).isEqualTo(OnnxJavaType.FLOAT);
      assertThat(image.getShape()).containsExactly(-1, 3, 13, 13);
      TensorInfo output = (TensorInfo) ort.getOutputInfo().get("probabilities").getInfo();
      assertThat(output.getShape()).containsExactly(-1, CLASSES);
    }
  }

  @Test
  void sameModelGivesSameBytes() {
    TwinModel test = TwinModel.of(small(13, 2, 3, Activation.RELU), 1);
    assertThat(OnnxExport.write(test.model(), BatchNorm.KEPT))
        .isEqualTo(OnnxExport.write(test.model(), BatchNorm.KEPT));
  }

  @Test
  void aModelCutShortIsNoModel() {
    byte[] whole =
        OnnxExport.write(
            TwinModel.of(small(13, 2, 3, Activation.RELU), 1).model(), BatchNorm.FOLDED);
    byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
    assertThatThrownBy(() -> new OnnxSession(cut)).isInstanceOf(OrtException.class);
  }
}
