package io.spnas.report;

import io.spnas.space.Architecture;
import io.spnas.train.EvaluationCounts;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Accuracy against cost of the networks that several searches found, and of random ones.
 *
 * @param found what the searches found, in their order
 * @param failed searches that found nothing
 * @param random random networks of the space
 * @param provenance how all of it came about
 */
public record Pareto(
    List<Found> found, List<Failed> failed, List<Network> random, Provenance provenance) {

  /**
   * A network with its supernet's weights.
   *
   * @param architecture the network
   * @param cost as the table predicts it, in the table's unit
   * @param counts what it gets right
   */
  public record Network(Architecture architecture, double cost, EvaluationCounts counts) {
    /** Whether it is at least as good in both respects, and better in one. */
    boolean dominates(Network other) {
      boolean better = cost < other.cost || accuracy() > other.accuracy();
      return cost <= other.cost && accuracy() >= other.accuracy() && better;
    }

    /** Top-1, 0 to 1. */
    public double accuracy() {
      return counts.top1Share();
    }
  }

  /**
   * What a search found.
   *
   * @param runDirectory directory of the search
   * @param lambda weight of the runtime term, where it was fixed
   * @param target cost that it was to end at, where there was one
   * @param seed its seed
   * @param network the network
   */
  public record Found(
      String runDirectory,
      OptionalDouble lambda,
      OptionalDouble target,
      long seed,
      Network network) {}

  /**
   * A search that found nothing.
   *
   * @param runDirectory directory of the search
   * @param reason why, in one line
   */
  public record Failed(String runDirectory, String reason) {}

  /**
   * How it came about.
   *
   * @param table name of the cost table
   * @param device where its costs were measured
   * @param objective what its costs are
   * @param unit unit of its costs
   * @param steps steps of each search
   * @param workers workers of each search
   * @param split split that the networks were evaluated on
   * @param trainedOn whether the supernets were trained on the same images
   * @param calibrationImages training images that batch norms were calibrated on
   * @param supernet directory of the search whose weights the random networks have
   * @param randomSeed seed of the random networks
   */
  public record Provenance(
      String table,
      String device,
      String objective,
      String unit,
      int steps,
      int workers,
      String split,
      boolean trainedOn,
      int calibrationImages,
      String supernet,
      long randomSeed) {}

  public Pareto {
    found = List.copyOf(found);
    failed = List.copyOf(failed);
    random = List.copyOf(random);
  }

  /**
   * Whether each found network is on the front: no other found network is at least as cheap and as
   * accurate, and better in one of both. Equal ones are on it together.
   */
  public List<Boolean> front() {
    return IntStream.range(0, found.size()).mapToObj(this::isOnFront).toList();
  }

  private boolean isOnFront(int index) {
    Network own = found.get(index).network();
    return found.stream().noneMatch(other -> other.network().dominates(own));
  }
}
