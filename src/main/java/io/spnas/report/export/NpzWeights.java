package io.spnas.report.export;

import io.spnas.config.InvalidInputException;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.NetworkShape;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network's weights and batch-norm statistics as a NumPy archive, under the names and in the
 * layouts of the published TensorFlow code ({@link CheckpointTensors}).
 *
 * @param weights in the order of {@link ParameterLayout}
 * @param statistics in the order of {@link ParameterLayout}
 */
public record NpzWeights(float[] weights, float[] statistics) {
  private static final int NAMES_TOLD = 3;

  /** The bytes of an archive, the same for the same weights. */
  public static byte[] write(TrainedModel model) {
    NpzWeights values = new NpzWeights(model.weights(), model.statistics());
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (CheckpointTensor tensor : CheckpointTensors.of(model.shape())) {
      float[] gathered = tensor.gather(values.source(tensor));
      arrays.put(tensor.name(), new NpyArray(tensor.shape(), gathered));
    }
    return NpzFile.encode(arrays);
  }

  /**
   * Reads an archive.
   *
   * @param bytes the whole archive
   * @param shape the network that it should fit
   * @param file name of the archive, for messages
   * @throws InvalidInputException if it is damaged, or has other arrays than the network
   * @throws IOException if no temporary file can be written
   */
  public static NpzWeights read(byte[] bytes, NetworkShape shape, String file) throws IOException {
    try {
      return of(NpzFile.decode(bytes), shape);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Cannot import %s: %s", file, e.getMessage());
    }
  }

  private static NpzWeights of(Map<String, NpyArray> arrays, NetworkShape shape) {
    List<CheckpointTensor> tensors = CheckpointTensors.of(shape);
    requireSameNames(arrays.keySet(), tensors);
    ParameterLayout layout = ParameterLayout.of(shape);
    NpzWeights result =
        new NpzWeights(new float[layout.parameters()], new float[layout.statisticValues()]);
    for (CheckpointTensor tensor : tensors) {
      NpyArray array = arrays.get(tensor.name());
      if (!array.shape().equals(tensor.shape())) {
        throw new InvalidInputException(
            "array %s has shape %s, expected %s", tensor.name(), array.shape(), tensor.shape());
      }
      requireNumbers(tensor, array.values());
      tensor.scatter(array.values(), result.source(tensor));
    }
    return result;
  }

  private static void requireSameNames(Set<String> found, List<CheckpointTensor> tensors) {
    Set<String> missing = new LinkedHashSet<>();
    tensors.forEach(tensor -> missing.add(tensor.name()));
    Set<String> unknown = new LinkedHashSet<>(found);
    unknown.removeAll(missing);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "%d of the network's %d arrays are missing: %s",
          missing.size(), tensors.size(), some(missing));
    }
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "%d arrays are none of the network's: %s", unknown.size(), some(unknown));
    }
  }

  private static String some(Set<String> names) {
    String told = String.join(", ", names.stream().limit(NAMES_TOLD).toList());
    return names.size() > NAMES_TOLD ? told + ", ..." : told;
  }

  private static void requireNumbers(CheckpointTensor tensor, float[] values) {
    float least = tensor.name().endsWith("variance") ? 0 : -Float.MAX_VALUE;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= least && values[i] <= Float.MAX_VALUE)) {
        throw new InvalidInputException(
            "array %s has %s as value %d, expected a finite number%s",
            tensor.name(), values[i], i, least == 0 ? " of at least 0" : "");
      }
    }
  }

  private float[] source(CheckpointTensor tensor) {
    return switch (tensor.source()) {
      case WEIGHTS -> weights;
      case STATISTICS -> statistics;
    };
  }
}
