package io.spnas.data;

import java.util.Random;

/** Random generators that depend on nothing but the numbers they are made from. */
final class Seed {
  private Seed() {}

  /** A generator for one purpose; equal numbers in equal order give an equal sequence. */
  static Random random(Use use, long... numbers) {
    long state = mix(use.ordinal());
    for (long number : numbers) {
      state = mix(state ^ number);
    }
    return new Random(state);
  }

  /** SplitMix64's step: neighbouring numbers come out unrelated. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** What a generator is for, so that no two uses share a sequence. The order is part of runs. */
  enum Use {
    ASSIGNMENT,
    SHUFFLE,
    AUGMENTATION
  }
}
