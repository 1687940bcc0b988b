package io.spnas.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares ways to sum a buffer over ranks, each rank a JVM of its own on this machine. In each
 * round each contestant sums once, one after the other, so that whatever else the machine does
 * meanwhile hits all alike. A sum takes as long as its slowest rank; every rank checks every sum
 * bit by bit.
 */
public final class AllReduceBenchmark implements AutoCloseable {
  private final List<ChildJvm> ranks = new ArrayList<>();
  private final Map<SumContestant, List<Double>> milliseconds = new EnumMap<>(SumContestant.class);

  /**
   * Starts the ranks.
   *
   * @param workers ranks, 2 or more
   * @param length floats to sum
   * @param contestants what to compare
   * @throws IllegalStateException if a rank fails; the message says why
   */
  public AllReduceBenchmark(int workers, int length, Set<SumContestant> contestants) {
    contestants.forEach(each -> milliseconds.put(each, new ArrayList<>()));
    String names = milliseconds.keySet().stream().map(Enum::name).collect(Collectors.joining(","));
    try {
      for (int rank = 0; rank < workers; rank++) {
        List<String> arguments =
            List.of(
                Integer.toString(rank), Integer.toString(workers), Integer.toString(length), names);
        ranks.add(
            ChildJvm.start("the sum of rank " + rank, AllReduceRank.class, arguments, Map.of()));
      }
      String addresses =
          ranks.stream()
              .map(rank -> rank.expect(AllReduceRank.AT))
              .collect(Collectors.joining(" "));
      ranks.forEach(rank -> rank.order(addresses));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Lets each contestant sum so many times to warm up, and then so many times to measure.
   *
   * @throws IllegalStateException if a rank fails or holds a wrong sum; the message says which
   */
  public void measure(int warmUpRounds, int rounds) {
    for (int round = -warmUpRounds; round < rounds; round++) {
      for (SumContestant contestant : milliseconds.keySet()) {
        double time = milliseconds(contestant);
        if (round >= 0) {
          milliseconds.get(contestant).add(time);
        }
      }
    }
  }

  private double milliseconds(SumContestant contestant) {
    ranks.forEach(rank -> rank.order(contestant.name()));
    double slowest = 0;
    for (ChildJvm rank : ranks) {
      slowest = Math.max(slowest, Double.parseDouble(rank.expect(AllReduceRank.TIME)));
    }
    return slowest;
  }

  /** The contestants, in the order of a round. */
  public Set<SumContestant> contestants() {
    return Collections.unmodifiableSet(milliseconds.keySet());
  }

  /** The fastest sum, in ms. */
  public double best(SumContestant contestant) {
    return times(contestant).stream().mapToDouble(x -> x).min().orElseThrow();
  }

  /** The sum in the middle, in ms. */
  public double median(SumContestant contestant) {
    return Median.of(times(contestant).stream().mapToDouble(x -> x));
  }

  private List<Double> times(SumContestant contestant) {
    return milliseconds.get(contestant);
  }

  @Override
  public void close() {
    ranks.forEach(ChildJvm::close);
  }
}
