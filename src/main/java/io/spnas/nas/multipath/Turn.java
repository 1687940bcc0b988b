package io.spnas.nas.multipath;

/** What learns in a step. */
enum Turn {
  /** Weights, all paths being as probable as each other. */
  WARMUP,
  /** Weights, with the paths as probable as architecture weights say. */
  WEIGHTS,
  /** Architecture weights, on held-back images. */
  ARCHITECTURE
}
