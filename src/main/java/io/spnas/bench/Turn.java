package io.spnas.bench;

/** What a supernet's step trains. */
public enum Turn {
  /** Weights; with them, in a single-path supernet, its thresholds. */
  WEIGHTS,
  /** Architecture weights alone, in a multi-path supernet. */
  ARCHITECTURE
}
