package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import io.spnas.spark.SearchAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of multi-path searches: how they resume, and why nothing starts from their weights. */
@ExtendWith(MadeOnce.class)
class MultiPathRunTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private Path temporary;

  private final OneShotSearch search;
  private final SmallShards shards;

  MultiPathRunTest(OneShotSearch search) {
    this.search = search;
    shards = search.shards();
  }

  private Path run() {
    return temporary.resolve("run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"darts", "proxyless"})
  void aMultiPathSearchResumesToTheBitAndStartsNoTraining(String strategy) throws IOException {
    String last = "checkpoints/step-00000040.checkpoint";
    String[] arguments = {
      "--set=strategy.name=" + strategy, "--set=strategy.held-back=0.4", "--json", "--resume"
    };
    Ended found = shards.search(run(), arguments);
    assertThat(found.status()).as(found.err()).isZero();
    byte[] unbroken = Files.readAllBytes(run().resolve(last));
    Files.delete(run().resolve(last));
    Ended resumed = shards.search(run(), arguments);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(run().resolve(last))).isEqualTo(unbroken);
    assertThat(resumed.json().path("architecture")).isEqualTo(found.json().path("architecture"));
    assertThat(supernetParameters(run())).isGreaterThan(supernetParameters(search.directory()));
    assertMistake(
        shards.run(
            "train",
            "--architecture=" + run().resolve("architecture.json"),
            "--warm-start=" + run(),
            "--run-dir=" + temporary.resolve("trained")),
        "Cannot start from " + run(),
        "networks inherit no weights from the supernet of strategy.name = " + strategy);
    assertMistake(
        shards.search(
            temporary.resolve("other"),
            OneShotSearch.STRATEGY,
            "--set=strategy.held-back=0.4",
            "--set=strategy.supernet=" + run()),
        "its search has strategy.name = " + strategy);
  }

  private static long supernetParameters(Path run) throws IOException {
    return SearchAccount.of(run.toString(), new Configuration()).supernetParameters();
  }
}
