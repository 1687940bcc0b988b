package io.spnas.bench;

import io.spnas.engine.LayerTime;
import io.spnas.space.NetworkShape;
import java.util.List;

/** A step of this project's own, which also tells the time of each layer. */
public interface TimedStep extends Peer.Step {
  /** The step of a network: the supernet's is that of the search. */
  static TimedStep of(NetworkShape shape, int batch, int threads) {
    return shape.equals(SupernetStep.network(shape.inputSize()))
        ? new SupernetStep(shape.inputSize(), batch, threads)
        : new NetworkStep(shape, batch, threads);
  }

  /** Time of each layer in the last step, in the order of the layers. */
  List<LayerTime> layerTimes();
}
