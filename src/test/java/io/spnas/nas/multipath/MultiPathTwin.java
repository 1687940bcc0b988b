package io.spnas.nas.multipath;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.PathUse;
import io.spnas.engine.TwinParameters;
import io.spnas.nas.SearchProblem;
import io.spnas.reference.ReferenceMultiPath;
import io.spnas.reference.ReferenceMultiPath.Role;
import io.spnas.reference.Tensor4;
import io.spnas.space.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The double-precision twin of a supernet's network, in which a path's factor is a number. */
final class MultiPathTwin {
  private static final List<String> LAST = List.of(".project.bn.gamma", ".project.bn.beta");

  private final ReferenceMultiPath network;
  private final List<Layer> layers;
  private final Tensor4 images;
  private final int[] labels;
  private final Role[][] roles;
  private final Map<String, double[]> kept = new HashMap<>();

  /**
   * @param problem the problem
   * @param weights the engine's weights
   * @param batch images and labels
   * @param uses what is computed; what is observed is added up too, and its factor tells how much
   */
  MultiPathTwin(SearchProblem problem, float[] weights, Batch batch, PathUse[][] uses) {
    this.network =
        new ReferenceMultiPath(
            problem.space().multiPath(),
            problem.settings().model().bnEpsilon(),
            problem.settings().search().labelSmoothing(),
            1);
    ParameterLayout layout = ParameterLayout.of(problem.space().multiPath());
    TwinParameters.read(layout, weights, network.parameters());
    this.layers = problem.space().searchable();
    int size = problem.space().inputSize();
    double[] exact = new double[batch.images().length];
    Arrays.setAll(exact, i -> batch.images()[i]);
    this.images = new Tensor4(exact, batch.labels().length, 3, size, size);
    this.labels = batch.labels();
    this.roles =
        Arrays.stream(uses)
            .map(
                layer ->
                    Arrays.stream(layer)
                        .map(use -> use == PathUse.OFF ? Role.ABSENT : Role.ADDED)
                        .toArray(Role[]::new))
            .toArray(Role[][]::new);
  }

  /** A step with the paths multiplied by factors; gradients are those of what is multiplied. */
  ReferenceMultiPath.Result run(double[][] factors) {
    multiply(factors);
    ReferenceMultiPath.Result result = network.run(images, labels, roles);
    // Back to the values themselves, which division would not give.
    restore();
    return result;
  }

  /** Cross-entropy with the paths multiplied by factors. */
  double crossEntropy(double[][] factors) {
    return run(factors).crossEntropy();
  }

  /** How close the last run came to where an activation's derivative jumps. */
  double kinkDistance() {
    return network.kinkDistance(roles);
  }

  private void multiply(double[][] factors) {
    for (int l = 0; l < factors.length; l++) {
      for (int k = 0; k < 4; k++) {
        for (String last : LAST) {
          String name = "block" + layers.get(l).index() + ".path" + k + last;
          double[] values = network.parameters().get(name);
          kept.put(name, values.clone());
          double factor = factors[l][k];
          Arrays.setAll(values, i -> values[i] * factor);
        }
      }
    }
  }

  private void restore() {
    kept.forEach(
        (name, values) ->
            System.arraycopy(values, 0, network.parameters().get(name), 0, values.length));
  }
}
