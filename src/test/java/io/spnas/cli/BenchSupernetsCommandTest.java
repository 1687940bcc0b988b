package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchSupernetsCommandTest {
  /** Of the paper's supernet with 1,000 classes. */
  private static final int WEIGHTS = 4_833_768;

  private static final int THRESHOLDS = 60;

  /**
   * In each of 20 layers expand, depthwise and project of all paths, (3 + 6 + 3 + 6) / 6 times
   * those of the largest but for the depthwise kernels.
   */
  private static final int WEIGHTS_OF_ALL_PATHS = 9_680_424;

  /** Four paths in 20 layers, and a skip in 15. */
  private static final int ARCHITECTURE_WEIGHTS = 95;

  private static final double MIB_OF_A_JVM = 50;

  private static Ended run(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "bench";
    all[1] = "supernets";
    System.arraycopy(options, 0, all, 2, options.length);
    return Command.run(all);
  }

  @Test
  void tellsSizesTimesAndTheirRatiosToTheFirst() throws IOException {
    Ended ended =
        run(
            "--strategies=single-path,one-shot-random",
            "--size=32",
            "--batch=2",
            "--threads=1",
            "--rounds=2",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode single = ended.json().path("supernets").path(0);
    JsonNode uniform = ended.json().path("supernets").path(1);
    assertThat(single.path("strategy").asText()).isEqualTo("single-path");
    assertThat(single.path("weights").asInt()).isEqualTo(WEIGHTS);
    assertThat(single.path("decisions").asInt()).isEqualTo(THRESHOLDS);
    assertThat(uniform.path("weights").asInt()).isEqualTo(WEIGHTS);
    assertThat(uniform.path("decisions").asInt()).isZero();
    for (JsonNode each : new JsonNode[] {single, uniform}) {
      assertThat(each.path("resident_mib").asDouble())
          .isGreaterThan(MIB_OF_A_JVM + each.path("native_bytes").asDouble() / (1 << 20));
      assertThat(each.path("step_ms").asDouble()).isPositive();
      assertThat(each.path("step_ms_median").asDouble())
          .isGreaterThanOrEqualTo(each.path("step_ms").asDouble());
      assertThat(each.path("weights_step_ms").asDouble())
          .as("a step trains all")
          .isEqualTo(each.path("step_ms").asDouble());
      assertThat(each.has("architecture_step_ms")).isFalse();
      assertThat(each.path("images_per_second").asDouble() * each.path("step_ms").asDouble())
          .isCloseTo(2 * 1000, within(1e-6));
      for (String field : new String[] {"resident_memory", "step", "step_median"}) {
        assertThat(each.path("ratios").path(field).asDouble()).as(field).isPositive();
      }
    }
    assertThat(single.path("ratios")).allSatisfy(one -> assertThat(one.asDouble()).isEqualTo(1));
    assertThat(uniform.path("ratios").path("step").asDouble())
        .isEqualTo(uniform.path("step_ms").asDouble() / single.path("step_ms").asDouble());
    assertThat(ended.err()).contains("round 2 of 2", "times single-path", "4,833,768");
  }

  @Test
  void aPathForEachOperationTakesMore() throws IOException {
    Ended ended =
        run(
            "--strategies=single-path,darts,proxyless",
            "--size=32",
            "--batch=2",
            "--threads=1",
            "--rounds=1",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode single = ended.json().path("supernets").path(0);
    JsonNode all = ended.json().path("supernets").path(1);
    JsonNode one = ended.json().path("supernets").path(2);
    for (JsonNode paths : new JsonNode[] {all, one}) {
      assertThat(paths.path("weights").asInt()).isEqualTo(WEIGHTS_OF_ALL_PATHS);
      assertThat(paths.path("decisions").asInt()).isEqualTo(ARCHITECTURE_WEIGHTS);
      assertThat(paths.path("step_ms").asDouble())
          .as("the mean of both turns")
          .isCloseTo(
              (paths.path("weights_step_ms").asDouble()
                      + paths.path("architecture_step_ms").asDouble())
                  / 2,
              within(1e-9));
    }
    assertThat(all.path("native_bytes").asLong())
        .isGreaterThan(one.path("native_bytes").asLong())
        .isGreaterThan(2 * single.path("native_bytes").asLong());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strategies=single-pat | single-pat",
        "--strategies=random | random, which trains none",
        "--strategies=single-path,single-path | --strategies: single-path,single-path",
        "--rounds=0 | --rounds: 0",
        "--size=2 | input.size",
        "--strategies=single-path --batch=100000 | Not enough memory for single-path at --size 224"
      })
  void mistakesAreToldBeforeAnythingIsMeasured(String options, String told) {
    assertMistake(run(options.split(" ")), told);
  }
}
