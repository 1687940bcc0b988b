package io.spnas.bench;

import java.nio.FloatBuffer;

/**
 * What an all-reduce costs a rank's memory alone: as many floats as it receives are added, or
 * copied, from a second array, as in its reduce-scatter and its all-gather. No sum over ranks.
 */
final class MemorySum implements SumOverRanks {
  private final float[] numbers;
  private final float[] others;
  private final int moved;

  MemorySum(int length, int worldSize) {
    this.numbers = new float[length];
    this.others = new float[length];
    this.moved = (int) ((long) length * (worldSize - 1) / worldSize);
  }

  @Override
  public FloatBuffer floats() {
    return FloatBuffer.wrap(numbers);
  }

  @Override
  public void run() {
    for (int i = 0; i < moved; i++) {
      numbers[i] += others[i];
    }
    System.arraycopy(others, numbers.length - moved, numbers, numbers.length - moved, moved);
  }

  @Override
  public void close() {}
}
