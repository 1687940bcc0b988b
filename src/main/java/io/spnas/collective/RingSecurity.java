package io.spnas.collective;

import java.util.Objects;
import org.apache.spark.network.sasl.SecretKeyHolder;

/**
 * How the ranks prove themselves to each other: Spark's authentication with a shared secret. Which
 * protocol, and whether the connection is encrypted too, is for the {@code spark.network.crypto.*}
 * and {@code spark.authenticate.*} settings in {@link RingSettings#transport}.
 *
 * @param appId application id that a rank authenticates as
 * @param secrets holder of that application's secret, such as Spark's SecurityManager
 */
public record RingSecurity(String appId, SecretKeyHolder secrets) {
  public RingSecurity {
    Objects.requireNonNull(appId, "appId");
    Objects.requireNonNull(secrets, "secrets");
  }

  /** A secret that is known to all ranks by other means than Spark's. */
  public static RingSecurity shared(String appId, String secret) {
    return new RingSecurity(
        appId,
        new SecretKeyHolder() {
          @Override
          public String getSaslUser(String id) {
            return id;
          }

          @Override
          public String getSecretKey(String id) {
            return secret;
          }
        });
  }
}
