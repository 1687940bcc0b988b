package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.SearchProblem;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalChoiceTest {
  @TempDir private Path directory;
  private SearchProblem problem;
  private LatencyTable table;
  private ArchitectureWeights weights;
  private FinalChoice choice;
  private double[][] logits;
  private List<Network> networks;

  /** A network of the space with the sum of its logits and its latency. */
  private record Network(Architecture architecture, double value, double milliseconds) {}

  @BeforeEach
  void enumerate() {
    problem = SmallProblem.of(directory);
    table = problem.tables().latency();
    weights = new ArchitectureWeights(problem.space(), 0);
    choice = new FinalChoice(problem.space(), table, weights);
    Random random = new Random(3);
    float[] values = new float[weights.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    logits = weights.read(values);
    networks = new ArrayList<>();
    extend(List.of(), 0);
    assertThat(networks).hasSize(4 * 5 * 4 * 5);
  }

  private void extend(List<Operation> begun, double value) {
    int l = begun.size();
    if (l == logits.length) {
      Architecture network = Architecture.of(problem.space(), begun);
      networks.add(new Network(network, value, LatencyPrediction.of(table, network).total()));
      return;
    }
    for (int k = 0; k < logits[l].length; k++) {
      List<Operation> longer = new ArrayList<>(begun);
      longer.add(weights.operations().get(l).get(k));
      extend(longer, value + logits[l][k]);
    }
  }

  private Optional<Architecture> best(double least, double most) {
    return networks.stream()
        .filter(network -> network.milliseconds >= least && network.milliseconds <= most)
        .max(Comparator.comparingDouble(Network::value))
        .map(Network::architecture);
  }

  @Test
  void withoutATargetItIsTheMostProbableNetwork() {
    assertThat(choice.of(logits, OptionalDouble.empty()))
        .isEqualTo(best(0, Double.MAX_VALUE).orElseThrow());
  }

  @Test
  void withATargetItIsTheMostProbableThatIsLittleFaster() {
    double[] latencies = networks.stream().mapToDouble(Network::milliseconds).distinct().toArray();
    assertThat(latencies).hasSizeGreaterThan(100);
    for (double latency : latencies) {
      // Targets that are a network's own latency, and such as lie between.
      for (double target : new double[] {latency, latency + 0.03}) {
        Architecture found = choice.of(logits, OptionalDouble.of(target));
        assertThat(found)
            .as("target %s", target)
            .isEqualTo(best(0.95 * target, target).or(() -> best(0, target)).orElseThrow());
      }
    }
  }

  @Test
  void aTargetThatNoNetworkReachesIsRefused() {
    double least =
        IntStream.of(0, 2).mapToDouble(l -> table.milliseconds(l, Operation.K3_E3)).sum();
    assertThatThrownBy(() -> choice.of(logits, OptionalDouble.of(2 + least - 0.01)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("search.target-latency-ms = 5.99")
        .hasMessageContaining("at least 6.000 ms");
    assertThat(choice.of(logits, OptionalDouble.of(2 + least)).operations())
        .containsExactly(Operation.K3_E3, Operation.SKIP, Operation.K3_E3, Operation.SKIP);
  }
}
