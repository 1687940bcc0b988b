package io.spnas.bench;

import io.spnas.bench.World.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * Steps of a real search by several numbers of workers on this machine, each worker in a JVM of its
 * own. There are as many JVMs as the largest number; the first of them are the workers of the
 * smaller ones, and all keep their network in memory.
 *
 * <p>The worlds take turns, a stretch of steps each, so that whatever else the machine does hits
 * all alike. Beside each ring the same workers step at the same time without it: what is lost there
 * is lost to the machine, which they share, and not to the ring.
 */
public final class ScalingBenchmark implements AutoCloseable {
  /** Steps of a world before another's turn. */
  public static final int STRETCH = 2;

  private final List<ScalingProcess> workers;
  private final Map<World, WorldSeries> series = new LinkedHashMap<>();
  private int rounds;

  private ScalingBenchmark(List<ScalingProcess> workers) {
    this.workers = workers;
  }

  /**
   * Starts the JVMs, connects the rings and warms up.
   *
   * @param size what a worker's step computes
   * @param numbers numbers of workers; 1 is measured in any case
   * @throws IllegalStateException if a worker fails
   */
  public static ScalingBenchmark start(StepSize size, Collection<Integer> numbers) {
    TreeSet<Integer> ascending = new TreeSet<>(numbers);
    List<ScalingProcess> workers = new ArrayList<>();
    ScalingBenchmark benchmark = new ScalingBenchmark(workers);
    try {
      for (int rank = 0; rank < ascending.last(); rank++) {
        workers.add(ScalingProcess.start(size, rank));
      }
      workers.forEach(ScalingProcess::awaitReady);
      benchmark.add(new World(1, Link.NONE), size);
      for (int number : ascending.tailSet(2)) {
        benchmark.connect(number);
        benchmark.add(new World(number, Link.NONE), size);
        benchmark.add(new World(number, Link.RING), size);
      }
      benchmark.run(new World(ascending.last(), Link.NONE));
      return benchmark;
    } catch (RuntimeException e) {
      benchmark.close();
      throw e;
    }
  }

  private void add(World world, StepSize size) {
    series.put(world, new WorldSeries(world, size.batch()));
  }

  private void connect(int number) {
    List<ScalingProcess> members = workers.subList(0, number);
    List<String> addresses = members.stream().map(member -> member.bind(number)).toList();
    members.forEach(member -> member.join(number, addresses));
    members.forEach(ScalingProcess::awaitJoined);
  }

  /** Lets each world take a stretch of steps; who begins changes from round to round. */
  public void round() {
    List<World> worlds = List.copyOf(series.keySet());
    for (int i = 0; i < worlds.size(); i++) {
      World world = worlds.get((rounds + i) % worlds.size());
      Stretch stretch = run(world);
      series.get(world).add(stretch.steps(), stretch.between());
    }
    rounds++;
  }

  private record Stretch(List<WorldStep> steps, double between) {}

  private Stretch run(World world) {
    List<ScalingProcess> members = workers.subList(0, world.workers());
    int ring = world.link() == Link.RING ? world.workers() : 1;
    members.forEach(member -> member.run(ring, STRETCH));
    List<WorldStep> steps = new ArrayList<>();
    for (int i = 0; i < STRETCH; i++) {
      steps.add(WorldStep.of(members.stream().map(ScalingProcess::awaitStep).toList()));
    }
    double between = members.stream().mapToDouble(ScalingProcess::awaitEnd).average().orElseThrow();
    return new Stretch(steps, between);
  }

  /**
   * Times all-reduces of the ring of so many workers, while nobody computes, after as many that are
   * not timed.
   *
   * @return the median of the slowest worker's times, in ms
   */
  public double allReduceMilliseconds(int number, int floats, int times) {
    List<ScalingProcess> members = workers.subList(0, number);
    members.forEach(member -> member.sum(number, floats, times));
    DoubleStream.Builder slowest = DoubleStream.builder();
    for (int i = 0; i < times; i++) {
      slowest.add(members.stream().mapToDouble(ScalingProcess::awaitSum).max().orElseThrow());
    }
    return Median.of(slowest.build());
  }

  /** The steps of a world so far. */
  public WorldSeries series(World world) {
    return series.get(world);
  }

  /** The steps of all worlds so far: by their numbers of workers, each without and with a ring. */
  public List<WorldSeries> all() {
    return List.copyOf(series.values());
  }

  @Override
  public void close() {
    workers.forEach(ScalingProcess::close);
  }
}
