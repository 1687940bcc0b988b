package io.spnas.bench;

import io.spnas.bench.InputRates.Kind;
import io.spnas.data.ImageWork;
import io.spnas.data.InputSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times what training does to an image beside others' work on it. Kinds of work take turns of a
 * fraction of a second, each on the same images, so that what else the machine does meets them all.
 */
public final class InputBenchmark implements AutoCloseable {
  private static final int MOST_IMAGES_A_TURN = 64;
  private static final int FEWEST_ROUNDS = 3;

  private final List<byte[]> jpegs;
  private final int imagesPerTurn;
  private final Map<Kind, List<ImageWork>> works = new EnumMap<>(Kind.class);
  private final ExecutorService threads;

  /**
   * @param jpegs the images, in memory
   * @param input what training does to them
   * @param threads threads that work at once, on images of their own
   */
  public InputBenchmark(List<byte[]> jpegs, InputSpec input, int threads) {
    this.jpegs = List.copyOf(jpegs);
    this.imagesPerTurn = Math.min(MOST_IMAGES_A_TURN, jpegs.size());
    for (Kind kind : Kind.values()) {
      List<ImageWork> each = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        each.add(work(kind, input));
      }
      works.put(kind, each);
    }
    this.threads = Executors.newFixedThreadPool(threads);
  }

  private static ImageWork work(Kind kind, InputSpec input) {
    return switch (kind) {
      case TRAINING -> ImageWork.training(input);
      case OPENCV -> ImageWork.openCv(input.size());
      case IMAGEIO -> ImageIoWork.decode();
      case IMAGEIO_RESIZE -> ImageIoWork.decodeAndResize(input.size());
    };
  }

  /**
   * Warms up for a quarter of the time, then measures for the rest; at least three rounds.
   *
   * @throws IOException when an image can't be decoded
   */
  public InputRates measure(Duration time) throws IOException, InterruptedException {
    rounds(time.dividedBy(4));
    return rounds(time.minus(time.dividedBy(4)));
  }

  private InputRates rounds(Duration time) throws IOException, InterruptedException {
    long start = System.nanoTime();
    InputRates rates = new InputRates();
    while (rates.rounds() < FEWEST_ROUNDS || System.nanoTime() - start < time.toNanos()) {
      Map<Kind, Double> round = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        round.put(kind, turn(works.get(kind), rates.rounds()));
      }
      rates.add(round);
    }
    return rates;
  }

  /** Images/s of a thread, the mean of all. */
  private double turn(List<ImageWork> each, int round) throws IOException, InterruptedException {
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < each.size(); i++) {
      ImageWork work = each.get(i);
      long first = ((long) round * each.size() + i) * imagesPerTurn;
      rates.add(threads.submit(() -> rate(work, first)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += result(rate);
    }
    return sum / each.size();
  }

  private double rate(ImageWork work, long first) throws IOException {
    long start = System.nanoTime();
    for (long number = first; number < first + imagesPerTurn; number++) {
      work.run(jpegs.get((int) (number % jpegs.size())), number);
    }
    return imagesPerTurn * 1e9 / (System.nanoTime() - start);
  }

  private static double result(Future<Double> rate) throws IOException, InterruptedException {
    try {
      return rate.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("Work on an image failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
