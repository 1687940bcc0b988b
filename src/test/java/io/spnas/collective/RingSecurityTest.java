package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingCluster.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingSecurityTest {
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final RingSettings SETTINGS =
      RingSettings.of("security", Duration.ofSeconds(20)).withChunkBytes(1 << 16);

  /** Spark's ways to authenticate. */
  static Stream<Map<String, String>> protocols() {
    return Stream.of(
        Map.of("spark.network.crypto.enabled", "true"),
        Map.of(
            "spark.network.crypto.enabled", "true", "spark.network.crypto.saslFallback", "false"),
        Map.of("spark.network.crypto.enabled", "false"),
        Map.of("spark.authenticate.enableSaslEncryption", "true"));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void ranksWithTheSameSecretSum(Map<String, String> protocol) throws Exception {
    RingSettings settings = SETTINGS.withTransport(protocol);
    int length = 300_001;
    try (RingCluster cluster = RingCluster.open(3, settings, secret("the secret"))) {
      List<float[]> buffers =
          Stream.of(1f, 2f, 4f)
              .map(
                  value -> {
                    float[] buffer = new float[length];
                    Arrays.fill(buffer, value);
                    return buffer;
                  })
              .toList();
      cluster.sum(buffers);
      assertThat(buffers).allSatisfy(buffer -> assertThat(buffer).containsOnly(7f));
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aRankWithAnotherSecretIsRefusedQuickly(Map<String, String> protocol) throws Exception {
    assertRefused(protocol, secret("another secret"));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aRankWithoutASecretIsRefusedQuickly(Map<String, String> protocol) throws Exception {
    assertRefused(protocol, Optional.empty());
  }

  /** Rank 1 of 3 isn't like the others. */
  private static void assertRefused(Map<String, String> protocol, Optional<RingSecurity> odd)
      throws Exception {
    RingSettings settings = SETTINGS.withTransport(protocol);
    try (RingServer first = RingServer.bind(RingCluster.HOST, settings, secret("the secret"));
        RingServer second = RingServer.bind(RingCluster.HOST, settings, odd);
        RingServer third = RingServer.bind(RingCluster.HOST, settings, secret("the secret"))) {
      List<RingServer> servers = List.of(first, second, third);
      List<CompletableFuture<RingAllReduce>> ranks = RingCluster.connect(servers);
      for (var rank : ranks) {
        Failure failure = RingCluster.failureOf(rank);
        assertThat(failure.waited()).isLessThan(QUICK);
        assertThat(failure.message()).containsPattern("rank \\d \\(127.0.0.1:\\d+\\)");
        assertThat(failure.message()).doesNotContain("\n");
      }
      // Rank 0 calls the odd one, the odd one calls rank 2.
      assertThat(RingCluster.failureOf(ranks.get(0)).message()).contains(second.address());
      assertThat(RingCluster.failureOf(ranks.get(1)).message()).contains(third.address());
    }
  }

  private static Optional<RingSecurity> secret(String secret) {
    return Optional.of(RingSecurity.shared("application", secret));
  }
}
