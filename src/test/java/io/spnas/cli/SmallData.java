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
    SmallData data = new SmallData(SmallConfig.write(directory), directory.resolve("shards"));
    data.add(directory, "train", 400);
    return data;
  }

  /** Writes a split into four shards, with the packed application. */
  void add(Path directory, String split, int images) throws Exception {
    Idx idx = Idx.write(directory, images);
    Ended prepared =
        new LocalScript(directory, Map.of())
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images,
                "--labels=" + idx.labels,
                "--split=" + split,
                "--shards=4",
                "--out=" + shards,
                "--json");
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.out().lines()).hasSize(1);
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
