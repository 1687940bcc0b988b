package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code compare} refuses before it begins. */
class CompareMistakesTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(4);

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void write() throws IOException {
    shards = SmallComparison.shards(shared);
  }

  private Path directory() {
    return temporary.resolve("compare");
  }

  private Ended compare(String... more) {
    return SmallComparison.compare(shards, directory(), more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=single-pth --seeds=0 | Unknown method single-pth, did you mean single-path?",
        "--methods=single-path,single-path --seeds=0 | single-path is there twice",
        "--methods=single-path,io.spnas.Nowhere --seeds=0 | io.spnas.Nowhere",
        "--methods=single-path --seeds=0,0 | 0 is there twice",
        "--methods=single-path --seeds=0,x | 'x', expected whole numbers",
        "--methods=single-path --seeds= | '', expected whole numbers",
        "--methods=single-path | --seeds",
        "--methods=single-path --seeds=0 --parallel=0 | --parallel: 0",
        "--methods=single-path --seeds=0 --set=search.global-batch=15 --workers=2 | search.global-batch = 15",
        "--methods=mobilenet-v2 --seeds=0 --set=train.global-batch=15 --workers=2 | train.global-batch = 15",
        "--methods=mobilenet-v2 --seeds=0 --set=model.stem-stride=2 | mobilenet-v2",
        "--methods=single-path --seeds=0,1,2 --workers=2 --parallel=3 | Cannot start 6 workers"
      })
  void refusesMistakesInOneLine(String options, String told) {
    List<String> all = new ArrayList<>(List.of(options.split(" ")));
    all.add(SmallComparison.TARGET);
    assertMistake(compare(all.toArray(String[]::new)), told);
    assertThat(directory()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "9000", "NaN", "much"})
  void refusesTargetsThatNoNetworkHas(String target) {
    assertMistake(
        compare("--methods=single-path", "--seeds=0", "--target-latency-ms=" + target),
        "target-latency-ms");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void refusesDataWithoutAValidationSplit() throws IOException {
    Path alone = temporary.resolve("shards");
    Files.createDirectories(alone);
    try (Stream<Path> files = Files.list(shards.directory())) {
      for (Path file : files.filter(f -> !f.toString().contains("validation")).toList()) {
        Files.copy(file, alone.resolve(file.getFileName()));
      }
    }
    assertMistake(
        Command.run(
            "compare",
            "--config=" + shards.config(),
            "--data=" + alone,
            "--run-dir=" + directory(),
            "--methods=single-path",
            "--seeds=0",
            SmallComparison.TARGET),
        "validation");
  }

  @Test
  void refusesADirectoryThatHoldsAnythingElse() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("notes.txt"), "mine");
    for (String more : List.of("--parallel=1", "--resume")) {
      assertMistake(
          compare("--methods=single-path", "--seeds=0", SmallComparison.TARGET, more),
          directory() + " holds other files");
    }
  }
}
