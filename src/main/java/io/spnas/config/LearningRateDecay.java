package io.spnas.config;

/** How a learning rate falls. */
public enum LearningRateDecay {
  /** By a factor, every so many epochs. */
  STAIRCASE,
  /** As half a cosine, to 0 at the last step. */
  COSINE
}
