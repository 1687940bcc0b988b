package io.spnas.engine;

/** The weights of a convolution, as its loops or primitives take them, and their gradient. */
interface LayerWeights {
  /** Takes the weights from the flat array. Called by the keeper. */
  void load();

  /** Puts the sum of all threads' gradients into the flat array. Called by the keeper. */
  void unload();
}
