package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose searches run side by side, each in an executor's JVM of its own. */
@Tag("slow")
class SweepIT {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";
  private static final List<String> LAMBDAS = List.of("0", "0.05");

  /** 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;

  @BeforeAll
  static void prepareData() throws Exception {
    data = SmallData.write(shared);
  }

  private Path out() {
    return temporary.resolve("sweep");
  }

  private Path run(String lambda) {
    return out().resolve("lambda-" + lambda);
  }

  private String[] sweep(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                "--lambdas=" + String.join(",", LAMBDAS),
                "--config=" + data.config(),
                "--data=" + data.shards(),
                "--out=" + out(),
                "--parallel=2",
                "--random=2",
                "--json"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private void assertSameAsSingleSearches() throws Exception {
    for (String lambda : LAMBDAS) {
      Path single = temporary.resolve("single-" + lambda);
      Ended search =
          // As many threads a worker as an executor has: sums over threads depend on them.
          new LocalScript(temporary, Map.of("SPNAS_MASTER", "local[1]"))
              .run(
                  "search",
                  "--config=" + data.config(),
                  "--data=" + data.shards(),
                  "--run-dir=" + single,
                  "--set=search.lambda=" + lambda);
      assertThat(search.status()).as(search.err()).isZero();
      assertThat(Files.readAllBytes(run(lambda).resolve(LAST)))
          .isEqualTo(Files.readAllBytes(single.resolve(LAST)));
    }
  }

  private static boolean hasStepped(Path run) {
    try {
      return Files.readAllLines(run.resolve("metrics.jsonl")).size() > 1;
    } catch (IOException e) {
      // Not there yet.
      return false;
    }
  }

  @Test
  void searchesInExecutorsOfTheirOwnGiveTheBitsOfSingleOnes() throws Exception {
    Ended ended = LocalScript.onTwoExecutors(temporary).run(sweep());
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).as("only the result on stdout").hasSize(1);
    assertThat(out().resolve("pareto.svg")).exists();
    assertSameAsSingleSearches();
  }

  @Test
  void aDriverThatIsToldToEndKeepsTheLastStepsOfAll() throws Exception {
    LocalScript script = LocalScript.onTwoExecutors(temporary);
    Process driver =
        script.start(sweep("--set=search.steps=100000", "--set=checkpoint.every-steps=100000"));
    while (driver.isAlive() && !LAMBDAS.stream().allMatch(lambda -> hasStepped(run(lambda)))) {
      Thread.sleep(100);
    }
    driver.destroy();
    Ended ended = script.await(driver);
    assertThat(ended.status()).as(ended.err()).isEqualTo(TERMINATED);
    for (String lambda : LAMBDAS) {
      assertThat(SearchProcess.checkpoints(run(lambda))).as(ended.err()).hasSize(1);
      assertThat(run(lambda).resolve("stop")).doesNotExist();
    }
    assertThat(ended.err()).contains("--resume continues the sweep");
    assertThat(out().resolve("pareto.json")).doesNotExist();
  }
}
