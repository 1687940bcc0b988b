package io.spnas.config;

/** Norm of a kernel's weights that a decision compares with its threshold. */
public enum Norm {
  /** L2 norm divided by the root of the number of weights: independent of a layer's width. */
  RMS,
  /** L2 norm, as in the published code. */
  L2,
  /** Square of the L2 norm, as in the paper. */
  SQUARED
}
