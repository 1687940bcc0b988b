package io.spnas.nas;

import java.util.SplittableRandom;

/**
 * Independent random streams from one seed: what is drawn depends on the seed, the purpose and the
 * step alone, so a resumed run draws what the unbroken one would have drawn.
 */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What the numbers are for. */
  public enum Purpose {
    /** Initial weights; positions: index of the parameter. */
    INITIAL_WEIGHTS,
    /** Decision dropout; positions: the step. */
    DECISION_DROPOUT,
    /** Dropout of features; positions: step and rank. */
    FEATURE_DROPOUT,
    /** Choice among a supernet's paths; positions: the step. */
    PATHS,
    /** Networks to be scored, or found at random. */
    CANDIDATES
  }

  private Seeds() {}

  /**
   * A stream of its own.
   *
   * @param seed the seed
   * @param purpose what the numbers are for
   * @param positions where in the run they are for it
   */
  public static SplittableRandom random(long seed, Purpose purpose, long... positions) {
    long state = mix(seed + GOLDEN * (purpose.ordinal() + 1));
    for (long position : positions) {
      state = mix(state ^ (position + GOLDEN));
    }
    return new SplittableRandom(state);
  }

  /** Finaliser of MurmurHash3: neighbouring inputs give unrelated outputs. */
  private static long mix(long value) {
    long v = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    v = (v ^ (v >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return v ^ (v >>> 33);
  }
}
