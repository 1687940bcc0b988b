package io.spnas.engine;

/** One step of a {@link InferenceLane}. */
interface InferenceStep {
  /**
   * Computes a thread's part.
   *
   * @param first number in the batch of the lane's first image
   */
  void run(int first);

  /**
   * Whether other threads must be through with the steps before: it reads rows that they compute
   * there, or overwrites rows that they read there.
   */
  default boolean crosses() {
    return false;
  }
}
