package io.spnas.latency;

/** Sum of the base and each layer's {@link MultilinearCost}: the table at every corner. */
final class ExactRuntimeModel implements RuntimeModel {
  private final double base;
  private final MultilinearCost[] layers;

  ExactRuntimeModel(LatencyTable table) {
    this.base = table.base();
    this.layers =
        table.searchable().stream().map(MultilinearCost::new).toArray(MultilinearCost[]::new);
  }

  @Override
  public double milliseconds(double[][] indicators, double[][] gradient) {
    double sum = base;
    for (int l = 0; l < layers.length; l++) {
      sum += layers[l].evaluate(indicators[l], gradient[l]);
    }
    return sum;
  }
}
