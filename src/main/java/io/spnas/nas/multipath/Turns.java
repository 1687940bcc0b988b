package io.spnas.nas.multipath;

/**
 * What learns when: weights alone in the warm-up, then architecture weights in one step of {@code
 * every}, the last of each.
 *
 * @param warmupSteps steps of the warm-up
 * @param every steps of which one is the architecture weights'
 */
record Turns(long warmupSteps, int every) {

  /** What learns in a step, from 0. */
  Turn of(long step) {
    if (step < warmupSteps) {
      return Turn.WARMUP;
    }
    return (step - warmupSteps + 1) % every == 0 ? Turn.ARCHITECTURE : Turn.WEIGHTS;
  }

  /** First step, from 0, in which architecture weights learn. */
  long firstOfArchitecture() {
    return warmupSteps + every - 1;
  }
}
