package io.spnas.report.export;

/** What becomes of batch norm in an exported network. */
public enum BatchNorm {
  /** Folded into the convolution before it, which gets a bias. */
  FOLDED,
  /** A layer of its own, with its statistics. */
  KEPT
}
