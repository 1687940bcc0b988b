package io.spnas.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A state that is kept, and what it belongs to.
 *
 * @param state the state
 * @param origin the run it was reached in
 */
public record Checkpoint(TrainingState state, Origin origin) {

  /**
   * A run. Data position and random numbers at a step follow from these and the step.
   *
   * @param workers number of workers
   * @param globalBatch images a step, over all workers
   * @param seed seed of everything random
   * @param configuration resolved configuration, HOCON
   */
  public record Origin(int workers, int globalBatch, long seed, String configuration) {

    /** Images that have been trained on after a number of steps. */
    public long images(long step) {
      return step * globalBatch;
    }

    /** SHA-256 of the configuration, in hexadecimal digits. */
    public String configurationHash() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of()
            .formatHex(digest.digest(configuration.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }

  /** Steps done. */
  public long step() {
    return state.step();
  }
}
