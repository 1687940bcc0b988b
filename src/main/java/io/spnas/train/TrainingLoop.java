package io.spnas.train;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import io.spnas.data.Batch;
import io.spnas.data.BatchSource;
import io.spnas.nas.Exchange;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.TrainableNetwork;
import io.spnas.train.StepMeter.Phase;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A search or a training, seen from one worker: steps until the schedule ends. */
public final class TrainingLoop {
  private final TrainableNetwork network;
  private final BatchSource input;
  private final AllReduce workers;
  private final Schedule schedule;
  private final Cadence cadence;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final RmsProp optimizer;
  private final Validation validation;
  private final WeightAverages weightAverages;
  private final MovingAverages statistics;
  private final WeightAverages averagedStatistics;
  private final StepMeter meter = new StepMeter();

  /**
   * Steps between events.
   *
   * @param metrics between two records
   * @param checkpoint between two checkpoints; the last step has one besides
   * @param checksum between two checks that all workers hold the same bits
   */
  public record Cadence(int metrics, int checkpoint, int checksum) {}

  /**
   * Shares of moving averages that a step keeps.
   *
   * @param statistics of batch norm's statistics
   * @param weights of the weights, and of the statistics that go with them, at most
   */
  public record Averaging(double statistics, double weights) {}

  /**
   * What happens in a run, besides steps.
   *
   * @param schedule what happens when
   * @param averaging shares of moving averages that a step keeps
   * @param validation evaluates where the schedule says so
   * @param cadence steps between events
   */
  public record Plan(
      Schedule schedule, Averaging averaging, Validation validation, Cadence cadence) {}

  /**
   * @param network this worker's copy of the network
   * @param input this worker's batches, at the first step's position
   * @param workers all workers
   * @param optimizer updates the parameters
   * @param plan see there
   * @param listener told of progress
   * @param stop whether this worker is to stop; all then stop after the same step
   */
  public TrainingLoop(
      TrainableNetwork network,
      BatchSource input,
      AllReduce workers,
      RmsProp optimizer,
      Plan plan,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.network = network;
    this.input = input;
    this.workers = workers;
    this.schedule = plan.schedule();
    this.optimizer = optimizer;
    this.validation = plan.validation();
    this.weightAverages =
        new WeightAverages(plan.averaging().weights(), network.parameters(), network.slices());
    this.statistics = new MovingAverages(network.layout(), plan.averaging().statistics());
    this.averagedStatistics =
        new WeightAverages(plan.averaging().weights(), statistics.values(), network.slices());
    this.cadence = plan.cadence();
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs the steps from a state on, up to the last one or until a worker is to stop.
   *
   * @param start where an earlier run stopped
   * @return steps done
   * @throws CollectiveException if another worker is lost
   * @throws IOException if the input can't be read, or records and checkpoints not be written
   * @throws InterruptedException if the thread is interrupted
   */
  public long resume(TrainingState start)
      throws CollectiveException, IOException, InterruptedException {
    start.copyInto(state(start.step()));
    return run(start.step());
  }

  /** Runs the steps from the first on; see {@link #resume}. */
  public long run() throws CollectiveException, IOException, InterruptedException {
    return run(0);
  }

  private long run(long first) throws CollectiveException, IOException, InterruptedException {
    Exchange exchange = network.exchange();
    long step = first;
    while (step < schedule.steps()) {
      meter.start();
      Batch batch = input.next();
      meter.lap(Phase.INPUT);

      StepControls controls = schedule.controls(step);
      StepOutcome outcome = network.step(batch, controls);
      meter.lap(Phase.COMPUTE);

      exchange.stop(stop.getAsBoolean());
      workers.sum(exchange.values(), exchange.values().length);
      exchange.average(workers.worldSize());
      meter.lap(Phase.SYNC);

      network.decide(controls);
      optimizer.step(
          network.parameters(),
          network.optimised(controls),
          exchange.values(),
          schedule.learningRate(step));
      weightAverages.update(network.parameters(), step);
      statistics.update(exchange.values(), exchange.statisticsOffset());
      averagedStatistics.update(statistics.values(), step);
      meter.lap(Phase.UPDATE);

      meter.end(exchange.crossEntropy(), exchange.top1(), exchange.images());
      boolean stopping = exchange.isStopWanted();
      afterStep(step++, outcome, stopping);
      if (stopping) {
        break;
      }
    }
    return step;
  }

  private void afterStep(long step, StepOutcome outcome, boolean stopping)
      throws CollectiveException, IOException, InterruptedException {
    long done = step + 1;
    if (!Double.isFinite(network.exchange().crossEntropy())) {
      throw new ArithmeticException(
          String.format(
              "The cross-entropy is no longer a number after step %d (learning rate %.4g): lower"
                  + " the learning rate",
              done, schedule.learningRate(step)));
    }
    boolean last = stopping || done == schedule.steps();
    boolean kept = last || done % cadence.checkpoint() == 0;
    // What is kept is what a run goes on from after a divergence.
    if (kept || done % cadence.checksum() == 0) {
      ReplicaCheck.verify(workers, done, network.parameters());
    }
    Optional<Validation.Result> validated = validate(done);
    if (last || validated.isPresent() || done % cadence.metrics() == 0) {
      listener.onRecord(record(step, outcome, validated));
      meter.reset();
    }
    if (kept) {
      listener.onCheckpoint(state(done));
    }
  }

  private Optional<Validation.Result> validate(long done)
      throws CollectiveException, IOException, InterruptedException {
    if (!schedule.isValidated(done)) {
      return Optional.empty();
    }
    // Its time is no step's.
    meter.pause();
    Validation.Result result =
        validation.evaluate(weightAverages.values(), averagedStatistics.values(), workers);
    meter.start();
    return Optional.of(result);
  }

  private TrainingState state(long step) {
    return new TrainingState(
        step,
        network.parameters(),
        weightAverages.values(),
        optimizer.meanSquares(),
        optimizer.velocities(),
        statistics.values(),
        averagedStatistics.values(),
        network.carried());
  }

  private StepRecord record(long step, StepOutcome outcome, Optional<Validation.Result> validated) {
    return new StepRecord(
        step + 1,
        schedule.epoch(step + 1),
        meter.crossEntropy(),
        outcome.runtimeMilliseconds(),
        outcome.objective(),
        outcome.runtimeLoss(),
        optimizer.decayLoss(network.parameters()),
        outcome.lambda(),
        schedule.learningRate(step),
        meter.top1(),
        meter.imagesPerSecond(),
        meter.stepMilliseconds(),
        meter.mean(Phase.COMPUTE),
        meter.mean(Phase.SYNC),
        meter.mean(Phase.INPUT),
        network.indicators(),
        network.arguments(),
        validated);
  }
}
