package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.collective.RingAllReduce;
import io.spnas.collective.RingServer;
import io.spnas.collective.RingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Known fault 4 of other systems: workers that end with different architectures unnoticed. */
class ReplicaCheckTest {
  private static final int WORKERS = 3;

  private static float[] weights() {
    float[] weights = new float[50_000];
    Random random = new Random(9);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private static float[] different() {
    float[] different = weights();
    different[49_999] = Math.nextUp(different[49_999]);
    return different;
  }

  /** Lets each worker check its weights over a real ring; gives what each threw, or null. */
  private static List<Throwable> verify(List<float[]> weights) throws Exception {
    RingSettings settings = RingSettings.of("replica check", Duration.ofSeconds(20));
    List<RingServer> servers = new ArrayList<>();
    for (int rank = 0; rank < weights.size(); rank++) {
      servers.add(RingServer.bind("127.0.0.1", settings, Optional.empty()));
    }
    List<String> addresses = servers.stream().map(RingServer::address).toList();
    ExecutorService pool = Executors.newFixedThreadPool(weights.size());
    try {
      List<Future<Throwable>> checks = new ArrayList<>();
      for (int rank = 0; rank < weights.size(); rank++) {
        int worker = rank;
        checks.add(
            pool.submit(
                () -> {
                  try (RingAllReduce ring = servers.get(worker).connect(worker, addresses)) {
                    ReplicaCheck.verify(ring, 70, weights.get(worker));
                    return null;
                  } catch (ReplicaDivergenceException e) {
                    return e;
                  }
                }));
      }
      List<Throwable> thrown = new ArrayList<>();
      for (Future<Throwable> check : checks) {
        thrown.add(check.get());
      }
      return thrown;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void equalWeightsPass() throws Exception {
    assertThat(verify(List.of(weights(), weights(), weights()))).containsOnlyNulls();
  }

  @Test
  void oneDifferentBitIsFoundByAllWorkersAndNamed() throws Exception {
    List<Throwable> thrown = verify(List.of(weights(), weights(), different()));
    assertThat(thrown).hasSize(WORKERS);
    for (Throwable exception : thrown) {
      assertThat(exception)
          .hasMessageContaining("step 70")
          .hasMessageMatching(".* of rank 2 \\(127.0.0.1:\\d+\\) differ from all.*");
    }
  }

  @Test
  void theOddOneIsNamedAlsoIfItIsTheFirst() throws Exception {
    List<Throwable> thrown = verify(List.of(different(), weights(), weights()));
    assertThat(thrown).hasSize(WORKERS);
    assertThat(thrown)
        .allSatisfy(
            e -> assertThat(e).hasMessageMatching(".* of rank 0 \\(\\S+\\) differ from all.*"));
  }

  @Test
  void bothOfTwoAreNamed() throws Exception {
    List<Throwable> thrown = verify(List.of(different(), weights()));
    assertThat(thrown)
        .hasSize(2)
        .allSatisfy(
            e ->
                assertThat(e)
                    .hasMessageMatching(
                        ".* of rank 0 \\(\\S+\\), rank 1 \\(\\S+\\) differ from each.*"));
  }

  @Test
  void checksumSeesTheSignOfZero() {
    assertThat(ReplicaCheck.checksum(new float[] {0f}))
        .isNotEqualTo(ReplicaCheck.checksum(new float[] {-0f}));
  }
}
