package io.spnas.report.methods;

import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * Comparisons for tests, with invented figures of sizes that real ones have. Methods that have no
 * place in {@link #METHODS} are taken for searches.
 */
public final class ComparisonExample {
  /** Searched layers. */
  public static final int LAYERS = 20;

  private static final int IMAGES = 10_000;
  private static final double TARGET_MS = 7.5;

  /** What is invented of a method: top-1, runtime, cost and memory. */
  private record Method(
      String name, double top1, double runtimeMs, double searchCoreSeconds, long peakBytes) {
    boolean isPublished() {
      return runtimeMs > 2 * TARGET_MS;
    }
  }

  private static final List<Method> METHODS =
      List.of(
          new Method("single-path", 0.9165, 7.48, 512, 1_450_000_000L),
          new Method("darts", 0.9151, 7.31, 1905, 3_900_000_000L),
          new Method("fbnet", 0.9158, 7.44, 1840, 3_850_000_000L),
          new Method("proxyless", 0.9149, 7.40, 1010, 2_100_000_000L),
          new Method("one-shot-random", 0.9135, 7.49, 690, 1_500_000_000L),
          new Method("one-shot-evolution", 0.9142, 7.47, 715, 1_500_000_000L),
          new Method("one-shot-reinforce", 0.9139, 7.42, 733, 1_500_000_000L),
          new Method("random", 0.9128, 7.50, 0, 0),
          new Method("mnasnet-b1", 0.9188, 21.4, 0, 0),
          new Method("mobilenet-v2", 0.9172, 24.9, 0, 0));

  private ComparisonExample() {}

  /** Eight strategies and two published networks, with three seeds, all done. */
  public static MethodComparison whole() {
    return of(names(), List.of(0L, 1L, 2L), ComparisonExample::done);
  }

  /** Four methods: some cells failed, some are open, one method has none that is done. */
  public static MethodComparison unfinished() {
    return of(
        List.of("single-path", "random", "darts", "fbnet"),
        List.of(0L, 1L, 2L),
        (method, seed) ->
            switch (method) {
              case "single-path" -> done(method, seed);
              case "random" ->
                  seed == 1
                      ? MethodCell.failed(
                          method, seed, "Worker 1 of 2 on host-b failed: <no> space & time left")
                      : done(method, seed);
              case "darts" -> seed == 0 ? done(method, seed) : MethodCell.open(method, seed);
              default ->
                  MethodCell.failed(method, seed, "16,384 MB are needed, 8,192 MB are there");
            });
  }

  /** Nothing is done yet. */
  public static MethodComparison begun() {
    return of(List.of("single-path", "random"), List.of(0L, 1L), MethodCell::open);
  }

  static MethodComparison of(
      List<String> methods, List<Long> seeds, BiFunction<String, Long, MethodCell> cell) {
    List<MethodCell> cells = new ArrayList<>();
    methods.forEach(method -> seeds.forEach(seed -> cells.add(cell.apply(method, seed))));
    return new MethodComparison(
        "fashion-mnist-shards",
        "example-table",
        "example device",
        TARGET_MS,
        methods,
        seeds,
        cells,
        ComparisonProvenance.of(
            "0.1.0",
            "example host",
            1,
            2,
            Map.of("input.size", "32", "search.steps", "1000", "train.epochs", "5")));
  }

  static List<String> names() {
    return METHODS.stream().map(Method::name).toList();
  }

  /** A comparison with one method in each column, and its top-1 by seed from 0 on in each row. */
  static MethodComparison withTop1(double[]... byMethod) {
    List<String> methods = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    for (int m = 0; m < byMethod.length; m++) {
      methods.add("method-" + m);
    }
    for (long seed = 0; seed < byMethod[0].length; seed++) {
      seeds.add(seed);
    }
    return of(
        methods,
        seeds,
        (method, seed) -> {
          double top1 = byMethod[methods.indexOf(method)][(int) (long) seed];
          return Double.isNaN(top1)
              ? MethodCell.open(method, seed)
              : MethodCell.done(method, seed, result(top1));
        });
  }

  /** A search's result with a top-1, and figures of no meaning. */
  static CellResult result(double top1) {
    return new CellResult(
        top1,
        IMAGES,
        OptionalDouble.of(7.25),
        OptionalDouble.empty(),
        2_500_000,
        30_000_000,
        List.of("skip", "5x5-6"),
        new SearchCost(64_000, 512.5, 1_450_000_000L, 4_300_000),
        301.25,
        300_000,
        Optional.of("search-0"),
        "train-0");
  }

  private static MethodCell done(String name, long seed) {
    Method method = METHODS.stream().filter(m -> m.name.equals(name)).findFirst().orElseThrow();
    Random random = new Random(31 * name.hashCode() + seed);
    boolean published = method.isPublished();
    boolean trained = method.searchCoreSeconds > 0;
    double runtime = method.runtimeMs * (published ? 1 : 1 + 0.008 * random.nextGaussian());
    CellResult result =
        new CellResult(
            method.top1 + 0.0014 * random.nextGaussian(),
            IMAGES,
            OptionalDouble.of(runtime),
            OptionalDouble.of(1.1 * runtime + 0.1 * random.nextGaussian()),
            published ? 4_200_000 : 2_300_000 + random.nextInt(500_000),
            published ? 315_000_000 : 31_000_000 + random.nextInt(4_000_000),
            published ? List.of() : operations(random),
            trained
                ? new SearchCost(
                    64_000,
                    method.searchCoreSeconds * (1 + 0.03 * random.nextGaussian()),
                    method.peakBytes,
                    method.peakBytes > 3e9 ? 11_800_000 : 4_300_000)
                : SearchCost.NONE,
            300 + 20 * random.nextDouble(),
            300_000,
            published ? Optional.empty() : Optional.of(name + "-" + seed + "/search"),
            name + "-" + seed + "/train");
    return MethodCell.done(name, seed, result);
  }

  private static List<String> operations(Random random) {
    List<String> labels = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      Operation[] all = Operation.values();
      labels.add(all[layer % 4 == 0 ? 1 + random.nextInt(4) : random.nextInt(all.length)].label());
    }
    return Collections.unmodifiableList(labels);
  }
}
