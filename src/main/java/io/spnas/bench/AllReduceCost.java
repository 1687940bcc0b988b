package io.spnas.bench;

/**
 * What it costs to sum B bytes over W workers, in ms, by four methods. A message of n bytes takes a
 * + n / b, with the latency a and the rate b of a link:
 *
 * <pre>
 *   ring               2 (W - 1) (a + B / (W b))
 *   halving-doubling   2 log2(W) a + 2 (W - 1) / W * B / b                 W a power of 2
 *   tree               2 log2(W) (a + B / b)                               rounded up
 *   hierarchical       ring of the h workers in a host over links of its own
 *                      + ring of the W / h hosts
 * </pre>
 *
 * Halving-doubling folds what is above a power of 2 into it first: two more messages of all bytes.
 *
 * @param link between two workers
 * @param bytes B
 */
public record AllReduceCost(LinkSpeed link, double bytes) {

  /** The ring: few bytes, but as many messages one after the other as there are workers. */
  public double ring(int workers) {
    return 2 * (workers - 1) * link.milliseconds(bytes / workers);
  }

  /** The part of {@link #ring} that no bandwidth shortens. */
  public double ringLatency(int workers) {
    return 2 * (workers - 1) * link.latency();
  }

  /** Number of workers from which on more than half of {@link #ring} is latency. */
  public double latencyBoundFrom() {
    return bytes / (link.latency() * link.bytesPerMillisecond());
  }

  /** Recursive halving and doubling: as few bytes as the ring, and few messages. */
  public double halvingDoubling(int workers) {
    int power = Integer.highestOneBit(workers);
    double within =
        2 * roundedUpLog2(power) * link.latency()
            + 2 * (power - 1.0) / power * bytes / link.bytesPerMillisecond();
    return power == workers ? within : within + 2 * link.milliseconds(bytes);
  }

  /** Up a binary tree to one worker and down again: few messages, each with all bytes. */
  public double tree(int workers) {
    return 2 * roundedUpLog2(workers) * link.milliseconds(bytes);
  }

  /**
   * Rings in each host, whose workers then sum their parts over the hosts, all at once over one
   * network link a host.
   *
   * @param workers a multiple of {@code perHost}
   * @param perHost workers in a host
   * @param local link between two workers of a host
   */
  public double hierarchical(int workers, int perHost, LinkSpeed local) {
    return new AllReduceCost(local, bytes).ring(perHost) + ring(workers / perHost);
  }

  private static int roundedUpLog2(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value - 1);
  }
}
