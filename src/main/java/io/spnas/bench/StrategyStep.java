package io.spnas.bench;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.train.RmsProp;
import java.util.List;

/**
 * The whole step of one worker that trains a strategy's supernet in the paper's space, as {@link
 * io.spnas.train.TrainingLoop} does it: choice of paths or kernels, forward, loss, backward,
 * decisions and update. Input, all-reduce and moving averages are left out. There is no warm-up:
 * the first step already decides.
 */
final class StrategyStep implements AutoCloseable {
  private final SearchStrategy strategy;
  private final TrainableNetwork supernet;
  private final RmsProp optimizer;
  private final double learningRate;
  private final double lambda;
  private final Batch images;
  private long step;

  /**
   * @param name the strategy, as {@code strategy.name} has it
   * @param size height and width of the images
   * @param batch images a step
   * @param threads threads that compute it
   */
  StrategyStep(String name, int size, int batch, int threads) {
    PaperSearch search = search(name, size, batch);
    this.strategy = Strategies.of(problem(search));
    this.supernet = strategy.supernet(new SupernetWorker(0, batch, threads));
    this.optimizer = search.optimizer(supernet);
    this.learningRate =
        search.settings().optimizer().learningRate()
            * batch
            / search.settings().search().globalBatch();
    this.lambda = search.settings().search().lambda();
    this.images = search.randomImages(1);
  }

  /** The paper's search by a strategy, from its first step after the warm-up on. */
  static PaperSearch search(String name, int size, int batch) {
    return new PaperSearch(
        size,
        batch,
        List.of("strategy.name=\"" + name + '"', "search.warmup-steps=0", "latency.geometry=any"));
  }

  static SearchProblem problem(PaperSearch search) {
    return SearchProblem.of(search.settings());
  }

  /** Weights of the supernet. */
  int weights() {
    ParameterLayout layout = supernet.layout();
    return layout.parameters();
  }

  /** Thresholds or architecture weights. */
  int decisions() {
    return supernet.parameters().length - weights();
  }

  /** Computes one step on random images. */
  SupernetTurn run() {
    StepControls controls = new StepControls(step, lambda, false);
    StepOutcome outcome = supernet.step(images, controls);
    long start = System.nanoTime();
    supernet.decide(controls);
    optimizer.step(
        supernet.parameters(),
        supernet.optimised(controls),
        supernet.exchange().values(),
        learningRate);
    long end = System.nanoTime();
    Turn turn = strategy.readsHeldBack(step++) ? Turn.ARCHITECTURE : Turn.WEIGHTS;
    return new SupernetTurn(
        turn,
        new StepTime(
            outcome.forwardNanos() / 1e6,
            outcome.lossNanos() / 1e6,
            outcome.backwardNanos() / 1e6,
            (end - start) / 1e6));
  }

  @Override
  public void close() {
    supernet.close();
  }
}
