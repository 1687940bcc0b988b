package io.spnas.bench;

/**
 * How fast a worker's neighbour gets a message.
 *
 * @param latency time of a message without content, in ms
 * @param bytesPerMillisecond further bytes, each way, while both ways are in use
 */
public record LinkSpeed(double latency, double bytesPerMillisecond) {
  /** Time of a message, in ms. */
  double milliseconds(double bytes) {
    return latency + bytes / bytesPerMillisecond;
  }

  /**
   * This link, measured without a network, over a network: which adds its latency, and lets through
   * no more than it can.
   */
  public LinkSpeed over(LinkSpeed network) {
    return new LinkSpeed(
        latency + network.latency, Math.min(bytesPerMillisecond, network.bytesPerMillisecond));
  }
}
