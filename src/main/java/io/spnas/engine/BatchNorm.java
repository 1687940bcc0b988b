package io.spnas.engine;

/** What becomes of batch norm where a network is written for other software. */
public enum BatchNorm {
  /** Folded into the convolution before it, which gets a bias. */
  FOLDED,
  /** A layer of its own, with its statistics. */
  KEPT
}
