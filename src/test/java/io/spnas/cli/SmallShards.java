package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shards and settings of a run that takes seconds, for commands in this JVM.
 *
 * @param config file of the settings
 * @param directory directory of the shards
 */
record SmallShards(Path config, Path directory) {

  /** Writes settings and, into three shards, a training split of 200 images. */
  static SmallShards write(Path directory) throws IOException {
    SmallShards shards = new SmallShards(SmallConfig.write(directory), directory.resolve("shards"));
    shards.add("train", 200);
    return shards;
  }

  /** Writes a split into three shards. */
  void add(String split, int images) throws IOException {
    Idx idx = Idx.write(directory.getParent(), images);
    Ended prepared =
        Command.run(
            "prepare",
            "idx",
            "--images=" + idx.images,
            "--labels=" + idx.labels,
            "--split=" + split,
            "--shards=3",
            "--out=" + directory);
    assertThat(prepared.status()).as(prepared.err()).isZero();
  }

  /** Runs a command with them. */
  Ended run(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--config=" + config, "--data=" + directory));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }

  /** Searches in a directory. */
  Ended search(Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--run-dir=" + run));
    arguments.addAll(List.of(more));
    return run("search", arguments.toArray(String[]::new));
  }
}
