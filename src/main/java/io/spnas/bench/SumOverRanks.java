package io.spnas.bench;

import java.nio.FloatBuffer;

/** A way to sum a buffer of fp32 numbers over ranks, seen from one of them. */
interface SumOverRanks extends AutoCloseable {
  /** This rank's numbers, which {@link #run} replaces. */
  FloatBuffer floats();

  /** Replaces the numbers by the sums over all ranks; all ranks have to call it. */
  void run() throws Exception;

  @Override
  void close() throws Exception;
}
