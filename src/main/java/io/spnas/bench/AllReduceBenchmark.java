package io.spnas.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  private final List<Rank> ranks = new ArrayList<>();
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
        ranks.add(new Rank(rank, workers, length, names));
      }
      String addresses =
          ranks.stream()
              .map(rank -> rank.expect(AllReduceRank.AT))
              .collect(Collectors.joining(" "));
      ranks.forEach(rank -> rank.tell(addresses));
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
    ranks.forEach(rank -> rank.tell(contestant.name()));
    double slowest = 0;
    for (Rank rank : ranks) {
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
    ranks.forEach(Rank::close);
  }

  private static final class Rank implements AutoCloseable {
    private final int rank;
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader replies;

    Rank(int rank, int workers, int length, String contestants) {
      this.rank = rank;
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(AllReduceRank.class.getName());
      for (int value : new int[] {rank, workers, length}) {
        command.add(Integer.toString(value));
      }
      command.add(contestants);
      try {
        process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      replies =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void tell(String line) {
      orders.println(line);
    }

    /** Reads up to a reply of a kind, and gives the rest of its line. */
    String expect(String kind) {
      try {
        for (String line = replies.readLine(); line != null; line = replies.readLine()) {
          if (line.startsWith(AllReduceRank.MARK + kind)) {
            return line.substring(AllReduceRank.MARK.length() + kind.length());
          }
          if (line.startsWith(AllReduceRank.MARK + AllReduceRank.FAILED)) {
            throw new IllegalStateException(
                "Rank " + rank + " cannot sum: " + line.substring(AllReduceRank.MARK.length()));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new IllegalStateException("Rank " + rank + " cannot sum: its JVM has ended");
    }

    /** Ends the JVM, whatever it is doing. */
    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
