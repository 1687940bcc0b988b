package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.SmallComparison.cell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that is resumed. */
@ExtendWith(MadeOnce.class)
class CompareResumeTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(4);

  @TempDir private Path temporary;

  private final SmallComparison whole;

  CompareResumeTest(SmallComparison whole) {
    this.whole = whole;
  }

  private Path directory() {
    return temporary.resolve("compare");
  }

  private Ended compare(String... more) {
    return SmallComparison.compare(whole.shards(), directory(), more);
  }

  @Test
  void resumeRunsOnlyWhatIsMissing() throws IOException {
    whole.copyTo(directory());
    FileUtils.deleteDirectory(directory().resolve("single-path/seed-1/train").toFile());
    Files.delete(directory().resolve("mobilenet-v2/seed-0/train/result.json"));
    Map<Path, FileTime> kept = new TreeMap<>();
    for (String run :
        List.of(
            "single-path/seed-0", "single-path/seed-1/search/checkpoints", "mobilenet-v2/seed-1")) {
      try (Stream<Path> files = Files.walk(directory().resolve(run))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          kept.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    Ended resumed =
        compare(
            "--methods=single-path,mobilenet-v2",
            "--seeds=0,1",
            SmallComparison.TARGET,
            "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains("[single-path/seed-1/train]")
        .doesNotContain("[single-path/seed-0/", "[mobilenet-v2/seed-1/")
        .contains("4 of 4 cells have ended");
    kept.forEach(
        (file, time) ->
            assertThat(file)
                .satisfies(f -> assertThat(Files.getLastModifiedTime(f)).isEqualTo(time)));
    assertThat(TimelessComparison.of(resumed.json()))
        .isEqualTo(TimelessComparison.of(whole.ended().json()));
  }

  @Test
  void whatIsDoneIsOnlyToldOf() throws IOException {
    whole.copyTo(directory());
    Ended resumed =
        compare(
            "--methods=mobilenet-v2,single-path",
            "--seeds=1,0",
            SmallComparison.TARGET,
            "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("cells")).isEqualTo(whole.ended().json().path("cells"));
  }

  @Test
  void methodsAndSeedsMayBeAdded() throws IOException {
    whole.copyTo(directory());
    Ended resumed =
        compare(
            "--methods=fbnet-c,single-path,mobilenet-v2",
            "--seeds=0,1",
            SmallComparison.TARGET,
            "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("methods"))
        .extracting(JsonNode::asText)
        .containsExactly("single-path", "mobilenet-v2", "fbnet-c");
    assertThat(resumed.json().path("cells"))
        .hasSize(6)
        .allSatisfy(cell -> assertThat(cell.at("/result/measured_ms").asDouble()).isPositive());
    assertThat(cell(resumed.json(), "single-path", 1).at("/result/top1"))
        .isEqualTo(cell(whole.ended().json(), "single-path", 1).at("/result/top1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100"
            + " | holds a comparison already",
        "--methods=single-path --seeds=0,1 --target-latency-ms=100 --resume"
            + " | without method mobilenet-v2",
        "--methods=single-path,mobilenet-v2 --seeds=1,2 --target-latency-ms=100 --resume"
            + " | without seed 0",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=101 --resume"
            + " | search.target-latency-ms = 101, the comparison has 100",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100 --resume"
            + " --set=train.epochs=2 | train.epochs = 2, the comparison has 1",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100 --resume"
            + " --data=elsewhere | --data elsewhere: the comparison has"
      })
  void refusesToResumeAnotherComparison(String options, String told) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compare",
                "--config=" + whole.shards().config(),
                "--run-dir=" + whole.directory()));
    if (!options.contains("--data")) {
      arguments.add("--data=" + whole.shards().directory());
    }
    SmallComparison.SETTINGS.forEach(setting -> arguments.add("--set=" + setting));
    arguments.addAll(List.of(options.split(" ")));
    assertMistake(Command.run(arguments.toArray(String[]::new)), told);
  }
}
