package io.spnas.profile;

import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkStatistics;

/**
 * A runtime whose times are sums: of a call, stem, blocks and head. Networks of some depth take
 * more than that, by a factor and a constant.
 */
final class AdditiveRuntime implements InferenceRuntime {
  static final int DEEP = 4;
  static final double FACTOR = 1.25;
  static final double CONSTANT = 3;

  private int open;
  private int prepared;

  /** Time of a network, ms. */
  static double milliseconds(NetworkShape network) {
    double sum = 40 + 0.01 * network.stemChannels() / network.stemStride();
    int size = (network.inputSize() + network.stemStride() - 1) / network.stemStride();
    for (MbConv block : network.blocks()) {
      sum += milliseconds(block, size);
      size = (size + block.stride() - 1) / block.stride();
    }
    sum += 1e-5 * network.headChannels() * network.classes();
    return network.blocks().size() < DEEP ? sum : FACTOR * sum + CONSTANT;
  }

  static double milliseconds(MbConv block, int size) {
    return 1e-5 * NetworkStatistics.of(block, size).multiplyAdds();
  }

  /** Networks that are prepared and not closed. */
  int open() {
    return open;
  }

  /** Networks that were prepared. */
  int prepared() {
    return prepared;
  }

  @Override
  public String name() {
    return "additive";
  }

  @Override
  public TimedNetwork prepare(NetworkShape network, int batch, int threads) {
    long time = Math.round(1e6 * milliseconds(network));
    open++;
    prepared++;
    return new TimedNetwork() {
      @Override
      public long run() {
        return time;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}
