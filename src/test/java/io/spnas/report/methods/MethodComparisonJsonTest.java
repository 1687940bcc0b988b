package io.spnas.report.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.config.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MethodComparisonJsonTest {
  private static MethodComparison read(String text) {
    return MethodComparisonJson.read(text, "compare.json");
  }

  static Stream<MethodComparison> comparisons() {
    return Stream.of(
        ComparisonExample.whole(), ComparisonExample.unfinished(), ComparisonExample.begun());
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void whatIsWrittenIsRead(MethodComparison comparison) {
    assertThat(read(MethodComparisonJson.write(comparison))).isEqualTo(comparison);
  }

  @Test
  void namesHaveUnits() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                MethodComparisonJson.write(
                    ComparisonExample.withTop1(new double[] {0.8}, new double[] {0.75})));
    JsonNode result = json.path("cells").get(1).path("result");
    assertThat(json.path("target_ms").asDouble()).isEqualTo(7.5);
    assertThat(result.path("top1").asDouble()).isEqualTo(0.75);
    assertThat(result.path("predicted_ms").asDouble()).isEqualTo(7.25);
    assertThat(result.has("measured_ms")).isFalse();
    assertThat(result.path("search").path("core_seconds").asDouble()).isEqualTo(512.5);
    assertThat(result.path("search").path("peak_memory_bytes").asLong()).isEqualTo(1_450_000_000L);
  }

  @Test
  void statisticsStandBesideTheCells() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                MethodComparisonJson.write(
                    ComparisonExample.withTop1(
                        new double[] {0.8, 0.7, 0.9}, new double[] {0.81, 0.72, 0.93})));
    JsonNode first = json.path("statistics").path("methods").get(0);
    assertThat(first.path("done").asInt()).isEqualTo(3);
    assertThat(first.path("top1").path("mean").asDouble()).isCloseTo(0.8, within(1e-12));
    assertThat(first.path("top1").path("standard_deviation").asDouble())
        .isCloseTo(0.1, within(1e-12));
    JsonNode tests = json.path("statistics").path("tests");
    assertThat(tests.path("test").asText()).isEqualTo(PairedTest.NAME);
    assertThat(tests.path("reference").asText()).isEqualTo("method-0");
    JsonNode pair = tests.path("pairs").get(0);
    assertThat(pair.path("difference").path("mean").asDouble()).isCloseTo(0.02, within(1e-12));
    assertThat(pair.path("interval")).hasSize(2);
    assertThat(pair.path("p").asDouble()).isCloseTo(1 - Math.sqrt(12.0 / 14), within(1e-9));
    assertThat(pair.path("p_holm").asDouble()).isEqualTo(pair.path("p").asDouble());
  }

  @Test
  void whereThereIsNoPTheReasonStands() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(MethodComparisonJson.write(ComparisonExample.begun()));
    JsonNode pair = json.path("statistics").path("tests").path("pairs").get(0);
    assertThat(pair.path("no_p_because").asText()).isEqualTo("no seed with which both are done");
    assertThat(pair.has("p")).isFalse();
    assertThat(pair.has("difference")).isFalse();
  }

  @Test
  void aFileThatIsCutShortIsRefused() {
    String text = MethodComparisonJson.write(ComparisonExample.unfinished()).strip();
    for (int length = 0; length < text.length(); length += 37) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> read(cut))
          .as("the first %d characters", length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("Invalid comparison compare.json: ")
          .message()
          .doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"target_ms\" : 7.5|\"target_ms\" : 0|target_ms is 0, expected a number above 0",
        "\"target_ms\" : 7.5|\"target\" : 7.5|no field target_ms, expected a number above 0",
        "\"data\" : \"fashion-mnist-shards\"|\"data\" : 3|data is 3, expected a text",
        "\"top1\" : 0.75|\"top1\" : 1.5|"
            + "cells[1].result.top1 is 1.5, expected a number from 0 to 1",
        "\"top1\" : 0.75|\"top1\" : 1e999|expected a number from 0 to 1",
        "\"predicted_ms\" : 7.25|\"predicted_ms\" : null|"
            + "cells[0].result.predicted_ms is null, expected a number from 0",
        "\"parameters\" : 2500000|\"parameters\" : 2.5|"
            + "cells[0].result.parameters is 2.5, expected a whole number from 1",
        "\"core_seconds\" : 512.5|\"core_seconds\" : -1|"
            + "cells[0].result.search.core_seconds is -1, expected a number from 0",
        "\"operations\" : [ \"skip\"|\"operations\" : [ 5|expected a list of texts",
        "\"operations\" : [ \"skip\"|\"operations\" : [ \"7x7-3\"|Unknown operation: 7x7-3, expected",
        "\"workers\" : 2|\"workers\" : 4294967297|provenance.workers is 4294967297, expected a whole",
        "\"seeds\" : [ 0 ]|\"seeds\" : [ 0, 1 ]|2 cells, expected 4: one for each of 2 methods and 2",
        "\"seeds\" : [ 0 ]|\"seeds\" : [ 4 ]|"
            + "cell 0 is of method-0 with seed 0, expected method-0 with seed 4",
        "\"seeds\" : [ 0 ]|\"seeds\" : [ 0, 0 ]|seed 0 is there twice",
        "\"methods\" : [ \"method-0\", \"method-1\" ]|\"methods\" : [ ]|no method, expected at least",
        "\"seed\" : 0,|\"seed\" : 0, \"failure\" : \"lost\",|method-0 with seed 0 has both a result"
      })
  void aFieldThatIsWrongIsRefusedInALine(String from, String to, String message) {
    String text =
        MethodComparisonJson.write(
            ComparisonExample.withTop1(new double[] {0.8}, new double[] {0.75}));
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    String wrong = text.substring(0, at) + to + text.substring(at + from.length());
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Invalid comparison compare.json: ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aDirectoryKeepsIt(@TempDir Path shared) throws Exception {
    Path path = shared.resolve("comparison");
    ComparisonDirectory directory = new ComparisonDirectory(path.toString(), new Configuration());
    assertThat(directory.holdsComparison()).isFalse();
    assertThatThrownBy(directory::comparison)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot find compare.json in %s, expected the directory of a comparison", path);
    directory.comparison(ComparisonExample.begun());
    directory.comparison(ComparisonExample.unfinished());
    assertThat(directory.holdsComparison()).isTrue();
    assertThat(directory.comparison()).isEqualTo(ComparisonExample.unfinished());
    try (Stream<Path> files = Files.list(path)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("compare.json");
    }
  }
}
