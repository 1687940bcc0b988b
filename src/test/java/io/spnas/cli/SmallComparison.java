package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * A finished comparison of two methods by two seeds. Tests leave it as it is.
 *
 * @param shards what it compared with
 * @param directory its directory
 * @param ended what its command has told
 */
record SmallComparison(SmallShards shards, Path directory, Ended ended) {
  static final String TARGET = "--target-latency-ms=100";
  static final List<String> SETTINGS =
      List.of("model.stem-stride=1", "search.steps=12", "search.warmup-steps=2", "train.epochs=1");

  /** Compares below a directory. */
  static SmallComparison in(Path directory) throws IOException {
    SmallShards shards = shards(directory);
    Path whole = directory.resolve("whole");
    Ended ended =
        compare(
            shards,
            whole,
            "--methods=single-path,mobilenet-v2",
            "--seeds=0,1",
            TARGET,
            "--parallel=2");
    assertThat(ended.status()).as(ended.err()).isZero();
    return new SmallComparison(shards, whole, ended);
  }

  /** Writes shards of the splits that a comparison reads. */
  static SmallShards shards(Path directory) throws IOException {
    SmallShards shards = SmallShards.write(directory);
    shards.add("validation", 60);
    return shards;
  }

  /** Compares with settings that take seconds. */
  static Ended compare(SmallShards shards, Path directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--run-dir=" + directory, "--json"));
    SETTINGS.forEach(setting -> arguments.add("--set=" + setting));
    arguments.addAll(List.of(more));
    return shards.run("compare", arguments.toArray(String[]::new));
  }

  /** A cell of a comparison's JSON. */
  static JsonNode cell(JsonNode comparison, String method, long seed) {
    for (JsonNode cell : comparison.path("cells")) {
      if (cell.path("method").asText().equals(method) && cell.path("seed").asLong() == seed) {
        return cell;
      }
    }
    throw new AssertionError("No cell " + method + " " + seed + " in " + comparison);
  }

  /** Copies its directory. */
  void copyTo(Path copy) throws IOException {
    FileUtils.copyDirectory(directory.toFile(), copy.toFile());
  }
}
