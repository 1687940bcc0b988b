package io.spnas.report;

import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import io.spnas.train.EvaluationCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What a sweep might come to, for tests. */
public final class ParetoExample {
  static final int IMAGES = 1000;

  private static final SplittableRandom RANDOM = new SplittableRandom(3);

  private static Pareto.Network network(double cost, int right) {
    Settings settings = Settings.parse("");
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    return new Pareto.Network(
        Architecture.random(space, RANDOM),
        cost,
        new EvaluationCounts(IMAGES, right, IMAGES, 0.5 * IMAGES));
  }

  /** Networks of pairs of cost and images that are right. */
  public static Pareto of(double[]... found) {
    List<Pareto.Found> networks = new ArrayList<>();
    for (double[] point : found) {
      networks.add(
          new Pareto.Found(
              "runs/<a&b>/lambda-" + networks.size(),
              OptionalDouble.of(networks.size() / 1000.0),
              OptionalDouble.empty(),
              1,
              network(point[0], (int) point[1])));
    }
    List<Pareto.Network> samples = List.of(network(70, 640), network(95, 655), network(70, 640));
    return new Pareto(
        networks,
        List.of(new Pareto.Failed("runs/lambda-9", "no room")),
        samples,
        new Pareto.Provenance(
            "table<1>", "phone & co", "latency", "ms", 40, 2, "validation", false, 2048, "r", 1));
  }

  private ParetoExample() {}
}
