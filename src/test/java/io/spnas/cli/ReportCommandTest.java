package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.Command.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.report.ExampleRun;
import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.ComparisonExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private static Path shared;

  private static Path search;
  private static Path unfinished;
  private static Path training;

  @BeforeAll
  static void prepare() throws IOException {
    search =
        ExampleRun.search(
            shared.resolve("found"), 4, ExampleRun.searchRecords(4, ExampleRun.STEPS, 5));
    unfinished = ExampleRun.search(shared.resolve("half"), 4, ExampleRun.searchRecords(4, 50, 5));
    training = ExampleRun.training(shared.resolve("trained"), ExampleRun.HOSTILE_LABELS);
  }

  @Test
  void theReportIsInTheRunDirectory() throws IOException {
    Ended ended = run("report", "--run-dir=" + search, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    Path report = search.resolve("report.html");
    assertThat(Path.of(ended.json().path("report").asText())).isEqualTo(report);
    assertThat(ended.json().path("runs").get(0).path("kind").asText()).isEqualTo("search");
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(report).content().startsWith("<!DOCTYPE html>").contains("Found a network of");
  }

  @Test
  void aRunThatGoesOnIsDrawnWhereverItIsAskedFor() throws IOException {
    Path out = shared.resolve("half.html");
    Ended ended = run("report", "--run-dir=" + unfinished, "--out=" + out, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.json().path("runs").get(0).path("progress").asDouble()).isEqualTo(0.5);
    assertThat(out).content().contains("not finished, 50.0 % done");
    assertThat(unfinished.resolve("report.html")).doesNotExist();
  }

  @Test
  void runsOfBothKindsStandSideBySide() throws IOException {
    Path second = ExampleRun.training(shared.resolve("again"), List.of("a", "b", "c", "d"));
    Path out = shared.resolve("all.html");
    Ended ended =
        run(
            "report",
            "--compare",
            search.toString(),
            unfinished.toString(),
            training.toString(),
            second.toString(),
            "--out=" + out,
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode runs = ended.json().path("runs");
    assertThat(runs.findValuesAsText("kind"))
        .containsExactly("search", "search", "training", "training");
    String html = Files.readString(out);
    assertThat(html)
        .contains(
            "id=\"figure-search-curves\"", "id=\"figure-training-curves\"", "id=\"figure-pareto\"")
        .contains("id=\"figure-network-a\"", "id=\"figure-network-c\"", "The same network as C.")
        .contains("2 searches, 2 trainings")
        .contains("All settings are the same.");
  }

  @Test
  void settingsThatDifferAreListed() throws IOException {
    Path other = ExampleRun.search(shared.resolve("six"), 6, ExampleRun.searchRecords(6, 20, 5));
    Path out = shared.resolve("two.html");
    Ended ended = run("report", "--compare", search.toString(), other.toString(), "--out=" + out);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(out)
        .content()
        .contains("r4_k5_s22_e6_i16_o24", "r6_k5_s22_e6_i16_o24", "model.blocks")
        .doesNotContain("collective.timeout")
        .doesNotContain("id=\"figure-training-curves\"");
  }

  @Test
  void aComparisonOfMethodsIsDrawnAgain() throws IOException {
    Path directory = shared.resolve("methods");
    new ComparisonDirectory(directory.toString(), new Configuration())
        .comparison(ComparisonExample.unfinished());
    Ended ended = run("report", "--run-dir=" + directory, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    Path report = directory.resolve("report.html");
    assertThat(Path.of(ended.json().path("report").asText())).isEqualTo(report);
    assertThat(ended.json().path("done").asInt()).isEqualTo(6);
    assertThat(ended.json().path("failed").asInt()).isEqualTo(4);
    assertThat(ended.json().path("open").asInt()).isEqualTo(2);
    assertThat(report).content().contains("Comparison of search methods");
    Path out = shared.resolve("methods.html");
    run("report", "--run-dir=" + directory, "--out=" + out);
    assertThat(out).hasSameTextualContentAs(report);
    Files.writeString(directory.resolve("compare.json"), "{\"data\": 3}");
    assertMistake(
        run("report", "--run-dir=" + directory),
        "Invalid comparison " + directory.resolve("compare.json"),
        "data is 3, expected a text");
  }

  @Test
  void mistakesAreOneLine() {
    String one = search.toString();
    assertMistake(run("report"), "Missing option --run-dir or --compare");
    assertMistake(run("report", "--run-dir=" + one, "--compare", one, training.toString()), "Both");
    assertMistake(run("report", "--compare", one), one, "two runs or more");
    assertMistake(run("report", "--compare", one, one + "/"), "twice");
    assertMistake(
        run("report", "--run-dir=" + shared.resolve("none")), "config.resolved.conf", "none");
    assertMistake(
        run(
            "report",
            "--compare",
            one,
            shared.resolve("none").toString(),
            "--out=" + shared + "/x"),
        "none",
        "expected the directory of a run");
    assertMistake(
        run("report", "--run-dir=" + one, "--out=" + shared.resolve("no/where.html")),
        "--out",
        "no directory");
    assertThat(shared.resolve("x")).doesNotExist();
  }
}
