package io.spnas.bench;

import io.spnas.config.SearchSettings;
import io.spnas.data.Batch;
import io.spnas.engine.LayerTime;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.Supernet;
import io.spnas.space.NetworkShape;
import io.spnas.train.RmsProp;
import java.util.List;

/**
 * The whole step of one worker of the paper's search: superkernels and thresholds, forward, loss,
 * backward, runtime term and update. Input and all-reduce are left out.
 */
public final class SupernetStep implements Peer.Step {
  private final Supernet supernet;
  private final RmsProp optimizer;
  private final double learningRate;
  private final double lambda;
  private final Batch images;
  private long step;

  /**
   * @param size height and width of the images
   * @param batch images a step
   * @param threads threads that compute it
   */
  public SupernetStep(int size, int batch, int threads) {
    PaperSearch search = new PaperSearch(size, batch);
    SearchSettings settings = search.settings().search();
    this.supernet = search.supernet(threads, 0);
    this.optimizer = search.optimizer(supernet);
    this.learningRate =
        search.settings().optimizer().learningRate() * batch / settings.globalBatch();
    this.lambda = settings.lambda();
    this.images = search.randomImages(1);
  }

  /** The network that a step computes. */
  public static NetworkShape network(int size) {
    return new PaperSearch(size, 1).space().supernet();
  }

  /** Computes one step on random images. */
  @Override
  public StepTime run() {
    return run(images);
  }

  /** Computes one step on images of the network's size, as many as the batch has. */
  public StepTime run(Batch batch) {
    StepOutcome outcome = supernet.step(batch, new StepControls(step++, lambda, false));
    long start = System.nanoTime();
    optimizer.step(supernet.parameters(), supernet.exchange().values(), learningRate);
    return new StepTime(
        milliseconds(outcome.forwardNanos()),
        milliseconds(outcome.lossNanos()),
        milliseconds(outcome.backwardNanos()),
        milliseconds(System.nanoTime() - start));
  }

  /** Time of each layer in the last step, in the order of the layers. */
  public List<LayerTime> layerTimes() {
    return supernet.layerTimes();
  }

  private static double milliseconds(long nanos) {
    return nanos / 1e6;
  }

  @Override
  public void close() {
    supernet.close();
  }
}
