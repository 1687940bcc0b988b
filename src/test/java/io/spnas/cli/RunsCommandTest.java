package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  @TempDir private Path directory;

  private Ended runs(String... more) {
    return Command.run(
        Stream.concat(Stream.of("runs", "--dir=" + directory), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void printsATable() throws IOException {
    SmallRun.write(directory.resolve("trained"), List.of("cat", "dog"));
    Path broken = Files.createDirectories(directory.resolve("sweep/lambda-0"));
    Files.writeString(broken.resolve("config.resolved.conf"), "search {");
    Ended ended = runs();
    assertThat(ended.status()).as(ended.err()).isZero();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("run ").contains("state", "steps", "R ms", "changed");
    assertThat(lines.get(1)).matches("trained +training +over +-/- +.* s ago");
    assertThat(lines.get(2)).startsWith("sweep/lambda-0  unreadable: ");
  }

  @Test
  void printsTheSameAsJson() throws IOException {
    Path run = SmallRun.write(directory.resolve("trained"), List.of("cat", "dog"));
    Files.createDirectories(directory.resolve("damaged/checkpoints"));
    Ended ended = runs("--json");
    assertThat(ended.out().lines()).hasSize(1);
    JsonNode json = ended.json();
    assertThat(json.at("/runs/0/run_dir").asText()).isEqualTo(run.toString());
    assertThat(json.at("/runs/0/state").asText()).isEqualTo("over");
    assertThat(json.at("/runs/0/age_s").asLong()).isBetween(0L, 600L);
    assertThat(Instant.parse(json.at("/runs/0/last_change").asText())).isBefore(Instant.now());
    assertThat(json.at("/runs/1/state").asText()).isEqualTo("unreadable");
    assertThat(json.at("/runs/1/reason").asText()).contains("config.resolved.conf");
  }

  @Test
  void whatCountsAsRunningIsAskedFor() throws IOException {
    Path run = SmallRun.write(directory.resolve("trained"), List.of("cat", "dog"));
    Files.delete(run.resolve("result.json"));
    FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, anHourAgo);
      }
    }
    assertThat(runs("--json").json().at("/runs/0/state").asText()).isEqualTo("stopped");
    assertThat(runs("--json", "--silent-after=90").json().at("/runs/0/state").asText())
        .isEqualTo("running");
    assertThat(runs().out()).contains("60 min ago");
    assertMistake(runs("--silent-after=0"), "--silent-after: 0");
  }

  @Test
  void aDirectoryWithoutRunsIsToldInALine() {
    Ended ended = runs();
    assertThat(ended.status()).isZero();
    assertThat(ended.out().lines())
        .singleElement()
        .asString()
        .contains("No runs in", "four levels");
    assertMistake(runs("--dir=" + directory.resolve("missing")), "specified");
    assertMistake(
        Command.run("runs", "--dir=" + directory.resolve("missing")), "No directory", "missing");
  }

  @Test
  void agesAreToldInOneUnit() {
    assertThat(RunsText.age(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(RunsText.age(Duration.ofMinutes(119))).isEqualTo("119 min");
    assertThat(RunsText.age(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(RunsText.age(Duration.ofDays(3))).isEqualTo("3 days");
  }
}
