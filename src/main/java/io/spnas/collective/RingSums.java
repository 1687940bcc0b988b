package io.spnas.collective;

import java.nio.FloatBuffer;

/**
 * The caller's floats during one all-reduce. The thread that receives changes them and the thread
 * that sends copies them, at the same time but never the same chunk; once {@link #release} has
 * returned neither touches them.
 */
final class RingSums {
  /** 16 KiB: what is added stays in the first-level cache. */
  private static final int BLOCK_FLOATS = 4096;

  private final float[] floats;
  private final float[] block = new float[BLOCK_FLOATS];
  private final Object receiving = new Object();
  private final Object sending = new Object();
  private boolean released;

  RingSums(float[] floats) {
    this.floats = floats;
  }

  /** Sums that have been given back. */
  static RingSums released() {
    RingSums none = new RingSums(new float[0]);
    none.release();
    return none;
  }

  /** Adds all that is left in {@code addends} to the floats from {@code from} on. */
  void add(int from, FloatBuffer addends) {
    synchronized (receiving) {
      for (int start = from; addends.hasRemaining() && !released; start += BLOCK_FLOATS) {
        int count = Math.min(BLOCK_FLOATS, addends.remaining());
        addends.get(block, 0, count);
        for (int i = 0; i < count; i++) {
          floats[start + i] += block[i];
        }
      }
    }
  }

  /** Puts all that is left in {@code sums} in the place of the floats from {@code from} on. */
  void replace(int from, FloatBuffer sums) {
    synchronized (receiving) {
      if (!released) {
        sums.get(floats, from, sums.remaining());
      }
    }
  }

  /** Fills the rest of {@code out} with the floats from {@code from} on. False after a release. */
  boolean copy(int from, FloatBuffer out) {
    synchronized (sending) {
      if (!released) {
        out.put(floats, from, out.remaining());
      }
      return !released;
    }
  }

  /** Gives the floats back to the caller. */
  void release() {
    synchronized (receiving) {
      synchronized (sending) {
        released = true;
      }
    }
  }
}
