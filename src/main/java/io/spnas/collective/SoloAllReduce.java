package io.spnas.collective;

/** The all-reduce of a single worker: every sum is there already. */
public final class SoloAllReduce implements AllReduce {
  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int worldSize() {
    return 1;
  }

  @Override
  public void sum(float[] values, int length) {}

  @Override
  public void close() {}
}
