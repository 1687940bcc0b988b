package io.spnas.engine;

/** Which passes a layer is made for. */
enum Passes {
  /** The forward pass alone. */
  FORWARD,
  /** Both passes. */
  BOTH
}
