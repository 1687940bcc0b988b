package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps of strategies other than the paper's. */
class StrategySweepTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void write() throws IOException {
    shards = SmallShards.write(shared);
  }

  private Path run() {
    return temporary.resolve("run");
  }

  @Test
  void aSweepOfTargetsServesOneShotStrategies() throws IOException {
    Ended sweep =
        shards.run(
            "sweep",
            "--out=" + run(),
            "--targets=60,90",
            OneShotSearch.STRATEGY,
            OneShotSearch.EVALUATIONS,
            "--random=1",
            "--json");
    assertThat(sweep.status()).as(sweep.err()).isZero();
    assertThat(sweep.json().path("searches")).hasSize(2);
    assertThat(sweep.json().at("/searches/0/runtime_ms").asDouble()).isBetween(54.0, 60.0);
    assertThat(sweep.json().at("/searches/1/runtime_ms").asDouble()).isBetween(81.0, 90.0);
  }

  @ParameterizedTest
  @CsvSource({"random,trains no supernet", "io.spnas.cli.EveryOther,inherit no weights"})
  void aSweepRefusesWhatHasNoPathsToEvaluate(String strategy, String told) {
    assertMistake(
        shards.run("sweep", "--out=" + run(), "--lambdas=0,1", "--set=strategy.name=" + strategy),
        "Cannot sweep",
        told);
  }
}
