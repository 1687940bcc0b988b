package io.spnas.bench;

import io.spnas.profile.RandomNetwork;
import io.spnas.space.NetworkShape;
import java.util.List;
import java.util.Map;

/**
 * Other software that computes the same training step, or the same evaluation. The job brings none:
 * those on the class path are found by {@link java.util.ServiceLoader}.
 */
public interface Peer {
  /** Name and version, such as {@code PyTorch 2.7.1}. */
  String name();

  /** What it computes. */
  default Work work() {
    return Work.TRAINING;
  }

  /** What is compared. */
  enum Work {
    /** Forward, loss and backward, with batch norm on the batch's own statistics. */
    TRAINING,
    /** Forward, with given statistics. */
    EVALUATION
  }

  /** Ways to run it that are worth measuring, such as memory layouts; one at least. */
  List<String> variants();

  /**
   * Environment variables that the JVM of a variant gets besides those of this one, such as the C
   * library's, which are read before anything is loaded.
   */
  default Map<String, String> environment(String variant) {
    return Map.of();
  }

  /**
   * Builds a network with random weights, which for evaluation are those of {@link RandomNetwork},
   * and a batch of random images. Called once in a JVM, which computes nothing else.
   *
   * @param variant one of {@link #variants()}
   * @param shape the network
   * @param batch images a step
   * @param threads threads that compute it
   */
  Step prepare(String variant, NetworkShape shape, int batch, int threads);

  /** A network that is ready to compute steps. */
  interface Step extends AutoCloseable {
    /**
     * Computes a step: for others' software forward, loss and backward for the weights; in
     * evaluation forward alone.
     */
    StepTime run();

    @Override
    void close();
  }
}
