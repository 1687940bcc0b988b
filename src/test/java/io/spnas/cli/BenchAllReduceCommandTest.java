package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchAllReduceCommandTest {
  private static final int FLOATS = 100_003;

  @Test
  void comparesRingAndSocketsOverJvmsOfTheirOwn() throws IOException {
    JsonNode json = run("--workers=3", "--bytes=" + FLOATS * Float.BYTES, "--encrypted");
    assertThat(json.path("workers").asInt()).isEqualTo(3);
    assertThat(json.path("bytes").asInt()).isEqualTo(FLOATS * Float.BYTES);
    for (String name :
        new String[] {"ring", "encrypted_ring", "sockets_256k", "sockets_1m", "memory"}) {
      assertThat(json.path(name + "_ms").asDouble()).as(name).isPositive();
      assertThat(json.path(name + "_ms_median").asDouble())
          .as(name)
          .isGreaterThanOrEqualTo(json.path(name + "_ms").asDouble());
    }
    double sockets =
        Math.min(json.path("sockets_256k_ms").asDouble(), json.path("sockets_1m_ms").asDouble());
    assertThat(json.path("ratio").asDouble())
        .isCloseTo(sockets / json.path("ring_ms").asDouble(), within(1e-9));
    assertThat(json.path("encrypted_ratio").asDouble())
        .isCloseTo(sockets / json.path("encrypted_ring_ms").asDouble(), within(1e-9));
  }

  @Test
  void leavesEncryptionOutUnlessAskedFor() throws IOException {
    JsonNode json = run("--workers=2", "--bytes=4");
    assertThat(json.path("ring_ms").asDouble()).isPositive();
    assertThat(json.has("encrypted_ring_ms")).isFalse();
    assertThat(json.has("encrypted_ratio")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--workers=1", "--bytes=0", "--bytes=6", "--rounds=0"})
  void refusesWhatCannotBeSummed(String option) {
    assertThat(Main.run("bench", "allreduce", option)).isNotZero();
  }

  private static JsonNode run(String... options) throws IOException {
    String[] all = new String[options.length + 4];
    all[0] = "bench";
    all[1] = "allreduce";
    all[2] = "--rounds=3";
    all[3] = "--json";
    System.arraycopy(options, 0, all, 4, options.length);
    PrintStream stdout = System.out;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(all)).isZero();
    } finally {
      System.setOut(stdout);
    }
    return new ObjectMapper().readTree(toOut.toString(StandardCharsets.UTF_8));
  }
}
