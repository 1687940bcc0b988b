package io.spnas.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Many steps of a {@link World}. */
public final class WorldSeries {
  private final World world;
  private final int batch;
  private final List<WorldStep> steps = new ArrayList<>();
  private final List<Double> between = new ArrayList<>();

  /**
   * @param world who steps
   * @param batch images a step of one worker
   */
  WorldSeries(World world, int batch) {
    this.world = world;
    this.batch = batch;
  }

  /**
   * Takes in steps that were done in one go.
   *
   * @param betweenMilliseconds what the loop did besides, in ms a step
   */
  void add(List<WorldStep> stretch, double betweenMilliseconds) {
    steps.addAll(stretch);
    between.add(betweenMilliseconds);
  }

  /** Who steps. */
  public World world() {
    return world;
  }

  /** The fastest step. */
  public WorldStep best() {
    return steps.stream().min(Comparator.comparingDouble(WorldStep::total)).orElseThrow();
  }

  /** The medians of a step's parts, each its own, so that they need not add up. */
  public WorldStep median() {
    return new WorldStep(
        median(WorldStep::total),
        median(WorldStep::input),
        median(WorldStep::compute),
        median(WorldStep::allReduce),
        median(WorldStep::waiting),
        median(WorldStep::other));
  }

  private double median(ToDoubleFunction<WorldStep> value) {
    return Median.of(steps.stream().mapToDouble(value));
  }

  /** How long before the slowest worker a worker came to the all-reduce, mean over steps, in ms. */
  public double meanWaiting() {
    return steps.stream().mapToDouble(WorldStep::waiting).average().orElseThrow();
  }

  /**
   * What the loop does after the last step of a turn, shared out over its steps, in ms: the check
   * that all replicas are equal.
   */
  public double betweenMilliseconds() {
    return Median.of(between.stream().mapToDouble(Double::doubleValue));
  }

  /** Images/s of all workers together in a step like the given one. */
  public double imagesPerSecond(WorldStep step) {
    return world.workers() * batch * 1000.0 / step.total();
  }
}
