package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * A finished search of a one-shot strategy, of 40 steps and 4 scores. Tests leave it as it is.
 *
 * @param shards what it searched with
 * @param directory its run directory
 * @param ended what its command has told
 */
record OneShotSearch(SmallShards shards, Path directory, Ended ended) {
  static final String STRATEGY = "--set=strategy.name=one-shot-random";
  static final String EVALUATIONS = "--set=one-shot.evaluations=4";

  /** Searches below a directory. */
  static OneShotSearch in(Path directory) throws IOException {
    SmallShards shards = SmallShards.write(directory);
    Path run = directory.resolve("one-shot");
    Ended ended = shards.search(run, STRATEGY, EVALUATIONS, "--workers=2", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    return new OneShotSearch(shards, run, ended);
  }

  /** Copies its run directory. */
  void copyTo(Path run) throws IOException {
    FileUtils.copyDirectory(directory.toFile(), run.toFile());
  }

  /** Goes on with a copy of it. */
  Ended resume(Path copy, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(STRATEGY, EVALUATIONS, "--workers=2", "--resume"));
    arguments.addAll(List.of(more));
    return shards.search(copy, arguments.toArray(String[]::new));
  }
}
