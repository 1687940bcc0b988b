package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.RunLines.candidates;
import static io.spnas.cli.RunLines.scores;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import io.spnas.spark.SearchAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The supernet of a one-shot search, taken by another search and by a training. */
@ExtendWith(MadeOnce.class)
class SupernetReuseTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private Path temporary;

  private final OneShotSearch search;
  private final SmallShards shards;

  SupernetReuseTest(OneShotSearch search) {
    this.search = search;
    shards = search.shards();
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private Ended take(Path run, Path supernet, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(OneShotSearch.STRATEGY, "--set=strategy.supernet=" + supernet));
    arguments.addAll(List.of(more));
    return shards.search(run, arguments.toArray(String[]::new));
  }

  @Test
  void aSupernetThatIsTakenIsNotTrainedAgain() throws IOException {
    Ended taken =
        shards.search(
            run(),
            "--set=strategy.name=one-shot-evolution",
            "--set=strategy.supernet=" + search.directory(),
            "--set=one-shot.evaluations=6",
            "--set=one-shot.population=3",
            "--set=search.seed=2",
            "--json");
    assertThat(taken.status()).as(taken.err()).isZero();
    assertThat(taken.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(taken.json().has("cross_entropy")).isFalse();
    assertThat(run().resolve("checkpoints")).doesNotExist();
    assertThat(new HashSet<>(scores(run()))).hasSizeBetween(3, 6);
    assertThat(candidates(run())).allSatisfy(c -> assertThat(c.path("step").asInt()).isEqualTo(40));
    assertThat(run().resolve("report.html")).exists();
    Ended derived = Command.run("derive", "--run-dir=" + run(), "--json");
    assertThat(derived.json().path("architecture")).isEqualTo(taken.json().path("architecture"));
    SearchAccount account = SearchAccount.of(run().toString(), new Configuration());
    assertThat(account.supernetOf()).contains(search.directory().toString());
    assertThat(account.trainedImages()).isZero();
    assertThat(account.trainingCoreSeconds()).isZero();
    assertThat(account.scoringCoreSeconds()).isPositive();
    assertMistake(
        take(temporary.resolve("third"), run()),
        "strategy.supernet = " + run(),
        "took the supernet of " + search.directory());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strategy.name=single-path | strategy.name = single-path, expected a strategy that scores",
        "strategy.held-back=0.5 | strategy.held-back = 0.2, expected this search's 0.5",
        "model.width=0.5 | search space is another",
        "strategy.supernet=missing | strategy.supernet = missing: no search there",
      })
  void aSupernetThatDoesNotFitIsRefused(String setting, String told) {
    assertMistake(take(run(), search.directory(), "--set=" + setting), told);
    assertThat(run()).doesNotExist();
  }

  @Test
  void anUnfinishedSupernetIsRefused() throws IOException {
    search.copyTo(run());
    Files.delete(run().resolve("checkpoints/step-00000040.checkpoint"));
    assertMistake(take(temporary.resolve("other"), run()), "has done 20 of 40 steps");
  }

  @Test
  void aNetworkIsWarmStartedFromAOneShotSupernet() {
    Ended trained =
        shards.run(
            "train",
            "--architecture=" + search.directory().resolve("architecture.json"),
            "--warm-start=" + search.directory(),
            "--run-dir=" + run(),
            "--set=train.epochs=1");
    assertThat(trained.status()).as(trained.err()).isZero();
  }
}
