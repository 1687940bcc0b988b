package io.spnas.engine;

/** One step of a {@link InferenceLane}. */
interface InferenceStep {
  /**
   * Computes a thread's part.
   *
   * @param first number in the batch of the lane's first image
   */
  void run(int first);

  /** Whether it reads rows that other threads have computed in the steps before. */
  default boolean crosses() {
    return false;
  }
}
