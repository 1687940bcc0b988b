package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shards and settings of a search that takes seconds.
 *
 * @param config file of the settings
 * @param shards directory of the shards
 */
record SmallData(Path config, Path shards) {

  /** Writes both into a directory, with the packed application. */
  static SmallData write(Path directory) throws Exception {
    Idx idx = Idx.write(directory, 400);
    Path shards = directory.resolve("shards");
    Ended prepared =
        new LocalScript(directory, Map.of())
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images,
                "--labels=" + idx.labels,
                "--split=train",
                "--shards=4",
                "--out=" + shards,
                "--json");
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.out().lines()).hasSize(1);
    return new SmallData(SmallConfig.write(directory), shards);
  }

  /** Arguments of a search with two workers. */
  String[] search(Path run, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "search",
                "--config=" + config,
                "--data=" + shards,
                "--run-dir=" + run,
                "--workers=2"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }
}
