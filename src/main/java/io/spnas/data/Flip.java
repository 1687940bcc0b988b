package io.spnas.data;

/** Whether training images are mirrored. */
public enum Flip {
  /** Left to right, with probability 1/2. */
  RANDOM,
  NONE
}
