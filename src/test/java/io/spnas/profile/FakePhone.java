package io.spnas.profile;

import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;

/**
 * A device on which the time of a network is exactly the sum of its parts'. Times grow from round
 * to round by a share.
 */
public final class FakePhone implements InferenceRuntime {
  private static final double CALL = 0.05;
  private static final double GROWTH = 0.01;

  private int round;

  /** Sets the round that is measured, from 0. */
  void round(int number) {
    round = number;
  }

  @Override
  public String name() {
    return "additive 1.0";
  }

  @Override
  public TimedNetwork prepare(NetworkShape network, int batch, int threads) {
    return new TimedNetwork() {
      @Override
      public long run() {
        return Math.round(1e6 * milliseconds(network) * (1 + GROWTH * round));
      }

      @Override
      public void close() {}
    };
  }

  /** Time of a network in the first round, ms. */
  public static double milliseconds(NetworkShape network) {
    int size = strided(network.inputSize(), network.stemStride());
    double sum = CALL + 1e-6 * 27 * network.stemChannels() * size * size;
    for (MbConv block : network.blocks()) {
      sum += milliseconds(block, size);
      size = strided(size, block.stride());
    }
    return sum + 1e-4 * network.headChannels();
  }

  /** Time of a block, ms, where it gets maps of a size. */
  public static double milliseconds(MbConv block, int size) {
    int out = strided(size, block.stride());
    double wide = block.expansion() * block.inChannels();
    double perPixel = wide * (block.inChannels() + block.outChannels());
    return 1e-6 * (perPixel * size * size + wide * block.kernel() * block.kernel() * out * out);
  }

  static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }
}
