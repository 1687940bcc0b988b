package io.spnas.collective;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.network.sasl.SecretKeyHolder;

/**
 * Settings of a ring, the same on all ranks.
 *
 * @param ring name of the ring; workers of another one are refused
 * @param timeout longest wait for a neighbour
 * @param transport settings of Spark's transport, such as {@code spark.network.crypto.enabled}
 * @param security how connections are authenticated; empty: not at all
 */
public record RingSettings(
    String ring, Duration timeout, Map<String, String> transport, Optional<Security> security) {

  /**
   * Authentication by a shared secret, as Spark's own connections have it.
   *
   * @param application id of the application
   * @param secrets where the secret comes from; Spark's SecurityManager is one
   */
  public record Security(String application, SecretKeyHolder secrets) {}
}
