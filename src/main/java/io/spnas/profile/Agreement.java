package io.spnas.profile;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * How well predicted times agree with measured ones.
 *
 * @param networks the networks, two at least
 */
public record Agreement(List<Pair> networks) {

  /**
   * Two times of a network.
   *
   * @param predicted ms
   * @param measured ms
   */
  public record Pair(double predicted, double measured) {
    /** By how much the prediction is too high, as a share of the measured time. */
    public double error() {
      return predicted / measured - 1;
    }
  }

  public Agreement {
    networks = List.copyOf(networks);
    if (networks.size() < 2) {
      throw new IllegalArgumentException(networks.size() + " networks, expected two at least");
    }
  }

  /** Mean of the errors without their signs, as a share of the measured times. */
  public double meanAbsoluteError() {
    return networks.stream().mapToDouble(pair -> Math.abs(pair.error())).average().orElseThrow();
  }

  /** Mean error, as a share of the measured times; above 0 if predictions are too high. */
  public double bias() {
    return networks.stream().mapToDouble(Pair::error).average().orElseThrow();
  }

  /**
   * Kendall's tau-b: 1 where predictions put all networks in the order of their measured times, -1
   * where they put them in the opposite one. NaN if all predictions, or all times, are the same.
   */
  public double kendallTau() {
    return new KendallsCorrelation().correlation(all(Pair::predicted), all(Pair::measured));
  }

  private double[] all(ToDoubleFunction<Pair> time) {
    return networks.stream().mapToDouble(time).toArray();
  }
}
