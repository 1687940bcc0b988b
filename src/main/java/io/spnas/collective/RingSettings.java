package io.spnas.collective;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of a ring, the same on all ranks.
 *
 * @param runId names the run (and its attempt); ranks of different runs refuse each other
 * @param timeout longest wait for another rank, to connect and within each all-reduce (there a
 *     quarter longer once both neighbours have begun)
 * @param chunkBytes largest chunk sent at once, in bytes; a multiple of 4
 * @param transport Spark settings for the transport, such as {@code spark.network.crypto.enabled}
 *     or {@code spark.ring.io.mode}
 */
public record RingSettings(
    String runId, Duration timeout, int chunkBytes, Map<String, String> transport) {

  private static final int DEFAULT_CHUNK_BYTES = 1 << 18;

  public RingSettings {
    Objects.requireNonNull(runId, "runId");
    transport = Map.copyOf(transport);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("Timeout is " + timeout + ", expected more than zero");
    }
    if (chunkBytes <= 0 || chunkBytes % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "Chunk size is " + chunkBytes + " bytes, expected a positive multiple of 4");
    }
  }

  /** Settings with chunks of 256 KiB and Spark's defaults for the transport. */
  public static RingSettings of(String runId, Duration timeout) {
    return new RingSettings(runId, timeout, DEFAULT_CHUNK_BYTES, Map.of());
  }

  /** These settings with other Spark settings for the transport. */
  public RingSettings withTransport(Map<String, String> settings) {
    return new RingSettings(runId, timeout, chunkBytes, settings);
  }

  /** These settings with another chunk size in bytes. */
  public RingSettings withChunkBytes(int bytes) {
    return new RingSettings(runId, timeout, bytes, transport);
  }
}
