package io.spnas.cli;

import io.spnas.bench.LinkSpeed;
import io.spnas.bench.ScaleMeasurement;
import io.spnas.bench.ScaleModel;
import io.spnas.config.InvalidInputException;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the scale model is told instead of measured, and the cluster that it predicts for. */
final class ScaleModelOptions {
  private static final double MICROS = 1e3;

  /** 10^6 bytes a second are 10^3 bytes a millisecond. */
  private static final double BYTES = 1e3;

  @Option(
      names = "--compute-ms",
      paramLabel = "MS",
      description = "Forward, loss and backward of a worker, in ms (default: measured).")
  private Double compute;

  @Option(
      names = "--spread-ms",
      paramLabel = "MS",
      description = "Standard deviation of that between workers, in ms (default: measured).")
  private Double spread;

  @Option(
      names = "--other-ms",
      paramLabel = "MS",
      description = "Update of the weights, and all else, in ms (default: measured).")
  private Double other;

  @Option(
      names = "--latency-us",
      paramLabel = "US",
      description = "Ring's time of a message within a host, in us (default: measured).")
  private Double latency;

  @Option(
      names = "--rate-mbs",
      paramLabel = "MB/S",
      description =
          "Ring's rate each way within a host, in 10^6 bytes a second (default: measured).")
  private Double rate;

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description =
          "By how much workers in a host slow each other's computing down (default: measured).")
  private Double slowdown;

  @Option(
      names = "--network-latency-us",
      paramLabel = "US",
      defaultValue = "0",
      description = "What the network adds to the latency, in us (default: ${DEFAULT-VALUE}).")
  private double networkLatency;

  @Option(
      names = "--network-rate-mbs",
      paramLabel = "MB/S",
      defaultValue = "Infinity",
      description =
          "Most that the network lets through each way, in 10^6 bytes a second (default:"
              + " ${DEFAULT-VALUE}).")
  private double networkRate;

  @Option(
      names = "--workers-per-host",
      paramLabel = "H",
      defaultValue = "1",
      description = "Workers in each host of the cluster (default: ${DEFAULT-VALUE}).")
  private int workersPerHost;

  @Option(
      names = "--cores",
      paramLabel = "C",
      description = "Cores of each host of the cluster (default: this machine's).")
  private Integer cores;

  /** Refuses what no cluster has. */
  void check() {
    StepOptions.requirePositive("--workers-per-host", workersPerHost);
    StepOptions.requirePositive("--cores", cores());
    requirePositive("--compute-ms", compute);
    requirePositive("--latency-us", latency);
    requirePositive("--rate-mbs", rate);
    requirePositive("--slowdown", slowdown);
    requirePositive("--network-rate-mbs", networkRate);
    requireNotNegative("--spread-ms", spread);
    requireNotNegative("--other-ms", other);
    requireNotNegative("--network-latency-us", networkLatency);
  }

  private static void requirePositive(String name, Double value) {
    if (value != null && !(value > 0)) {
      throw new InvalidInputException("%s: %s, expected more than 0", name, value);
    }
  }

  private static void requireNotNegative(String name, Double value) {
    if (value != null && !(value >= 0)) {
      throw new InvalidInputException("%s: %s, expected 0 or more", name, value);
    }
  }

  /** Whether nothing has to be measured. */
  boolean isComplete() {
    return Stream.of(compute, spread, other, latency, rate).allMatch(value -> value != null)
        && (slowdown != null || workersPerHost == 1);
  }

  int workersPerHost() {
    return workersPerHost;
  }

  private int cores() {
    return cores == null ? Runtime.getRuntime().availableProcessors() : cores;
  }

  /** The model of what is told alone. */
  ScaleModel told(int batch, int threads, double bytes) {
    return model(
        new ScaleModel.Work(batch, compute, spread, other, bytes),
        slowdown == null ? 1 : slowdown,
        threads,
        new LinkSpeed(latency / MICROS, rate * BYTES));
  }

  /** The model of what is measured where it is not told. */
  ScaleModel measured(ScaleMeasurement measurement, int threads) {
    ScaleModel.Work work = measurement.work();
    LinkSpeed link = measurement.link();
    return model(
        new ScaleModel.Work(
            work.batch(),
            or(compute, work::compute),
            or(spread, work::spread),
            or(other, work::other),
            work.bytes()),
        or(slowdown, measurement::slowdown),
        threads,
        new LinkSpeed(
            latency == null ? link.latency() : latency / MICROS,
            rate == null ? link.bytesPerMillisecond() : rate * BYTES));
  }

  private static double or(Double told, DoubleSupplier measured) {
    return told == null ? measured.getAsDouble() : told;
  }

  private ScaleModel model(ScaleModel.Work work, double slowdown, int threads, LinkSpeed local) {
    LinkSpeed network = new LinkSpeed(networkLatency / MICROS, networkRate * BYTES);
    return new ScaleModel(
        work,
        new ScaleModel.Host(workersPerHost, threads, cores(), slowdown),
        local,
        local.over(network));
  }
}
