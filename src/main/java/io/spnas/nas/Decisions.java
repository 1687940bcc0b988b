package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The superkernels of all searchable layers over one flat array, [weights | t5, t50, t100 of each
 * searchable layer], and the decisions they make.
 */
public final class Decisions {
  private final SearchSpace space;
  private final List<Superkernel> superkernels = new ArrayList<>();
  private final double[][] indicators;
  private final double[][] undropped;
  private final int parameters;

  /**
   * @param space the search space
   * @param norm norm that decisions compare with their thresholds
   */
  public Decisions(SearchSpace space, Norm norm) {
    this.space = space;
    ParameterLayout layout = ParameterLayout.of(space.supernet());
    int thresholds = layout.parameters();
    for (Layer layer : space.searchable()) {
      ParameterLayout.Slot slot = layout.slot("block" + layer.index() + ".depthwise.conv");
      int channels = slot.shape().get(0);
      superkernels.add(
          new Superkernel(slot.offset(), channels, thresholds, layer.skippable(), norm));
      thresholds += Superkernel.DECISIONS;
    }
    this.parameters = thresholds;
    this.indicators = superkernels.stream().map(Superkernel::indicators).toArray(double[][]::new);
    this.undropped = new double[superkernels.size()][Superkernel.DECISIONS];
    DecisionDropout.none(undropped);
  }

  /** Number of weights and thresholds together. */
  public int parameters() {
    return parameters;
  }

  /** Number of searchable layers. */
  int layers() {
    return superkernels.size();
  }

  /** Live indicators d5, d50, d100 of each searchable layer. */
  double[][] indicators() {
    return indicators;
  }

  /** Copy of the indicators d5, d50, d100 of each searchable layer. */
  double[][] snapshot() {
    return Arrays.stream(indicators).map(double[]::clone).toArray(double[][]::new);
  }

  /** Copy of the arguments that the indicators were decided from, in the same order. */
  double[][] arguments() {
    return superkernels.stream()
        .map(superkernel -> superkernel.arguments().clone())
        .toArray(double[][]::new);
  }

  /** Replaces each searchable layer's weight by its effective kernel. */
  void select(float[] values, double[][] factors) {
    for (int l = 0; l < superkernels.size(); l++) {
      superkernels.get(l).select(values, factors[l]);
    }
  }

  /** Turns effective kernels' gradients into those of weights and thresholds; weights return. */
  void differentiate(float[] values, float[] gradients, double[][] runtimeGradient) {
    for (int l = 0; l < superkernels.size(); l++) {
      superkernels.get(l).differentiate(values, gradients, runtimeGradient[l]);
    }
  }

  /**
   * The network that weights and thresholds spell out (paper, section 3.2).
   *
   * @param values flat array of weights and thresholds; only read
   */
  public Architecture derive(float[] values) {
    List<Operation> operations = new ArrayList<>();
    for (int l = 0; l < superkernels.size(); l++) {
      superkernels.get(l).decide(values, undropped[l]);
      double[] decided = indicators[l];
      operations.add(Operation.of(decided[0] > 0, decided[1] > 0, decided[2] > 0));
    }
    return Architecture.of(space, operations);
  }
}
