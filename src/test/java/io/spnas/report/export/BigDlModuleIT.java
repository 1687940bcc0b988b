package io.spnas.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.BatchNorm;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** BigDL as it is published, in a JVM of its own, computes the same with an exported module. */
@Tag("slow")
class BigDlModuleIT {
  private static final Path HOME = Path.of(System.getProperty("spnas.home"));
  private static final int CLASSES = 7;
  private static final int IMAGES = 2;

  @TempDir private Path directory;

  static Stream<Arguments> networks() {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 8, 8, true),
            new MbConv(5, 2, 6, 8, 12, false),
            new MbConv(7, 1, 3, 12, 12, true),
            new MbConv(3, 2, 3, 12, 20, false));
    return Stream.of(
        Arguments.of(
            new NetworkShape(13, 8, 2, blocks, 24, CLASSES, Activation.RELU6), BatchNorm.KEPT),
        Arguments.of(
            new NetworkShape(16, 8, 1, blocks, 24, CLASSES, Activation.RELU), BatchNorm.FOLDED),
        Arguments.of(TwinModel.named("proxyless-mobile", 32, CLASSES), BatchNorm.FOLDED));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bigDlAgreesWithTheTwin(NetworkShape shape, BatchNorm batchNorm) throws Exception {
    TwinModel test = TwinModel.of(shape, 1);
    float[] pixels = TwinModel.pixels(shape, IMAGES, 2);
    double[][] expected = test.logits(pixels);
    float[] found = run(ExportFormat.BIGDL.write(test.model(), batchNorm), pixels, shape);
    assertThat(found).hasSize(IMAGES * CLASSES);
    for (int n = 0; n < IMAGES; n++) {
      double[] probabilities = TwinModel.probabilities(expected[n]);
      for (int c = 0; c < CLASSES; c++) {
        assertThat((double) found[n * CLASSES + c])
            .as("probability of class %d in image %d", c, n)
            .isCloseTo(probabilities[c], within(1e-4));
      }
    }
  }

  private float[] run(byte[] module, float[] pixels, NetworkShape shape) throws Exception {
    Path moduleFile = Files.write(directory.resolve("network.bigdl"), module);
    ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES);
    bytes.asFloatBuffer().put(pixels);
    Path images = Files.write(directory.resolve("images"), bytes.array());
    Path output = directory.resolve("output");
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(System.getProperty("spnas.jvm.flags").strip().split("\\s+")));
    command.addAll(List.of("-cp", classPath()));
    command.add(Path.of(getClass().getResource("ReadBigDlModule.java").toURI()).toString());
    command.addAll(List.of(moduleFile.toString(), images.toString(), output.toString()));
    command.addAll(List.of(Integer.toString(IMAGES), Integer.toString(shape.inputSize())));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(output)).asFloatBuffer();
    float[] found = new float[values.remaining()];
    values.get(found);
    return found;
  }

  /** BigDL with its own Scala, and the Java libraries that a Spark distribution brings. */
  private static String classPath() throws Exception {
    String bigDl = Files.readString(HOME.resolve("bigdl/target/bigdl.classpath")).strip();
    String spark = Files.readString(HOME.resolve("src/target/spark.classpath")).strip();
    return bigDl
        + ":"
        + Stream.of(spark.split(":"))
            .filter(library -> !library.contains("/org/scala-lang/"))
            .reduce((a, b) -> a + ":" + b)
            .orElseThrow();
  }
}
