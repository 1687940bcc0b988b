package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.engine.InferenceNetwork;
import io.spnas.profile.InferenceRuntime.TimedNetwork;
import io.spnas.space.NetworkShape;
import io.spnas.space.SearchSpace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimesTest {
  private static final int BATCH = 2;

  private static NetworkShape narrow() {
    Settings settings =
        Settings.load(
            Optional.empty(),
            List.of("input.size = 32", "model.width = 0.25", "model.classes = 10"));
    return SearchSpace.of(settings.input(), settings.model()).supernet();
  }

  @ParameterizedTest
  @EnumSource
  void takeTime(RuntimeKind kind) {
    try (TimedNetwork network = kind.open().prepare(narrow(), BATCH, 1)) {
      assertThat(network.run()).isPositive();
      assertThat(network.run()).isPositive();
    }
    assertThat(kind.open().name()).matches("(ONNX Runtime|BigDL) \\d+\\.\\d+\\.\\d+");
  }

  @Test
  void computeTheSameLogits() {
    RandomNetwork random = RandomNetwork.of(narrow());
    float[] images = RandomNetwork.images(random.shape(), BATCH);
    try (OnnxNetwork onnx = OnnxNetwork.of(random, BATCH, 1);
        InferenceNetwork ours =
            InferenceNetwork.compile(
                random.shape(),
                BATCH,
                1,
                random.epsilon(),
                random.weights(),
                random.statistics())) {
      float[] expected = ours.forward(images);
      float[][] found = onnx.logits();
      float largest = 0;
      for (float logit : expected) {
        largest = Math.max(largest, Math.abs(logit));
      }
      int i = 0;
      for (float[] image : found) {
        for (float logit : image) {
          assertThat(logit).isCloseTo(expected[i++], within(1e-3f * largest));
        }
      }
      assertThat(i).isEqualTo(expected.length);
      assertThat(largest).as("largest logit").isBetween(0.1f, 1000f);
    }
  }

  @Test
  void refuseToMeasureWithoutTheLibrary() throws Exception {
    URL[] own = {RuntimeKind.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader loader = new WithoutOnnxRuntime(own)) {
      Class<?> runtime = loader.loadClass("io.spnas.profile.OnnxInferenceRuntime");
      Method load = runtime.getDeclaredMethod("load");
      load.setAccessible(true);
      assertThatThrownBy(() -> load.invoke(null))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll(
              "--runtime onnx",
              "ai/onnxruntime/OrtEnvironment",
              "--packages com.microsoft.onnxruntime:onnxruntime:1.22.0");
    }
  }

  /** A class path as spark-submit has it: the job, but no ONNX Runtime. */
  private static final class WithoutOnnxRuntime extends URLClassLoader {
    WithoutOnnxRuntime(URL[] own) {
      super(own, RuntimesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("ai.onnxruntime.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.spnas.profile.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
