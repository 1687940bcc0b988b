package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.spark.SearchAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A search that draws a network and trains nothing. */
class RandomSearchTest {
  private static final String STRATEGY = "--set=strategy.name=random";

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private Path temporary;

  private Path run() {
    return temporary.resolve("run");
  }

  @Test
  void aRandomNetworkNeedsNoWorkers(@TempDir Path data) throws IOException {
    SmallShards shards = SmallShards.write(data);
    Ended random = shards.search(run(), STRATEGY, "--json");
    assertThat(random.status()).as(random.err()).isZero();
    assertThat(random.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(random.json().path("architecture")).hasSize(20);
    assertThat(random.json().has("cross_entropy")).isFalse();
    for (String file :
        List.of("config.resolved.conf", "provenance.json", "architecture.json", "report.html")) {
      assertThat(run().resolve(file)).exists();
    }
    assertThat(run().resolve("checkpoints")).doesNotExist();
    JsonNode told = Command.run("runs", "--dir=" + temporary, "--json").json().at("/runs/0");
    assertThat(told.path("state").asText()).isEqualTo("over");
    assertThat(told.path("runtime_ms")).isEqualTo(random.json().path("runtime_ms"));
    assertThat(Command.run("report", "--run-dir=" + run()).status()).isZero();
    assertThat(run().resolve("report.html")).content().contains("finished");
    assertThat(Command.run("derive", "--run-dir=" + run(), "--json").json().path("architecture"))
        .isEqualTo(random.json().path("architecture"));
    assertThat(shards.search(run(), STRATEGY, "--resume", "--json").json().path("architecture"))
        .isEqualTo(random.json().path("architecture"));
    assertMistake(shards.search(run(), STRATEGY), "holds a run already");
    SearchAccount account = SearchAccount.of(run().toString(), new Configuration());
    assertThat(account.trainingCoreSeconds() + account.scoringCoreSeconds()).isZero();
    assertThat(account.supernetParameters() + account.networkBytes()).isZero();
    assertMistake(
        shards.run(
            "train",
            "--architecture=" + run().resolve("architecture.json"),
            "--warm-start=" + run(),
            "--run-dir=" + temporary.resolve("trained")),
        "Cannot start from " + run(),
        "strategy.name = random trains no supernet");
  }
}
