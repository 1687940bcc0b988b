package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTableTest {
  private static final String VALID =
      """
      {"device": "mine", "unit": "ms", "input_size": 32, "width": 0.5, "base": {"value": 1.5},
       "layers": [
        {"layer": 0, "searchable": false, "3x3-3": 1, "3x3-6": 2, "5x5-3": 3, "5x5-6": 4},
        {"layer": 1, "searchable": true, "3x3-3": 0.5, "3x3-6": 0.75, "5x5-3": 1, "5x5-6": 1.25}]}
      """;

  @TempDir private Path directory;

  private LatencyTable load(String json) throws IOException {
    return LatencyTable.load(Files.writeString(directory.resolve("t.json"), json).toString());
  }

  private static void assertRefused(ThrowingCallable loading, String... parts) {
    assertThatThrownBy(loading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void pixel1IsKnownByName() {
    LatencyTable table = Tables.pixel1();
    assertThat(table.name()).isEqualTo("pixel1");
    assertThat(table.device()).isEqualTo("Google Pixel 1");
    assertThat(table.base()).isEqualTo(19.5999);
    assertThat(table.searchable().stream().map(LatencyTable.Row::layer))
        .containsExactlyElementsOf(Tables.space().searchable().stream().map(Layer::index).toList());
    assertThat(table.milliseconds(0, Operation.K5_E3)).isEqualTo(5.9248);
    assertThat(table.milliseconds(7, Operation.SKIP)).isZero();
  }

  @Test
  void fileIsLoadedByPath() throws IOException {
    LatencyTable table = load(VALID);
    assertThat(table.device()).isEqualTo("mine");
    assertThat(table.base()).isEqualTo(1.5);
    assertThat(table.searchable()).hasSize(1);
    assertThat(table.milliseconds(0, Operation.K3_E3)).isEqualTo(0.5);
    assertThat(table.milliseconds(0, Operation.K3_E6)).isEqualTo(0.75);
    assertThat(table.milliseconds(0, Operation.K5_E3)).isEqualTo(1);
    assertThat(table.milliseconds(0, Operation.K5_E6)).isEqualTo(1.25);
  }

  @Test
  void missingTableIsNamed() {
    assertRefused(() -> LatencyTable.load("pixel99"), "pixel99");
    String path = directory.resolve("none.json").toString();
    assertRefused(() -> LatencyTable.load(path), path);
  }

  @ParameterizedTest
  @CsvSource({
    "', \"5x5-6\": 1.25', '', layer 1 has no entry 5x5-6",
    "'\"3x3-6\": 0.75', '\"3x3-6\": -0.75', 'layer 1 3x3-6 is -0.75, expected ms of 0 or more'",
    "'\"3x3-6\": 0.75', '\"3x3-6\": \"NaN\"', 'layer 1 3x3-6 is \"NaN\", expected ms of 0 or more'",
    "'\"3x3-6\": 0.75', '\"3x3-6\": null', layer 1 3x3-6 is null",
    "'\"3x3-6\": 0.75', '\"3x3-6\": 1e999', layer 1 3x3-6 is",
    "'\"5x5-3\": 1,', '\"5x5-3\": 1, \"7x7-3\": 1,', layer 1 has unknown operation 7x7-3",
    "'\"5x5-3\": 1,', '\"5x5-3\": 1, \"skip\": 0,', layer 1 has unknown operation skip",
    "'\"layer\": 1', '\"layer\": 2', 'layer 2, expected layer 1'",
    "'\"layer\": 1,', '', expected layer 1",
    "'\"unit\": \"ms\"', '\"unit\": \"us\"', 'unit is \"us\", expected ms'",
    "'\"value\": 1.5', '', base.value",
    "'\"value\": 1.5', '\"value\": -1.5', 'base.value is -1.5, expected ms of 0 or more'",
    "'\"layers\"', '\"rows\"', no layers",
    "'\"layer\": 1', '\"layer\": 2', 'expected layer 1, which is missing'",
    "'\"layer\": 1', '\"layer\": 1.5', 'layer 1.5, expected layer 1'",
    "'\"layer\": 1', '\"layer\": \"1\"', 'layer \"1\", expected layer 1'",
    "'\"3x3-6\": 0.75', '\"3x3-6\": 1e300', 'layer 1 3x3-6 is 1.0E300, expected ms of at most'",
    "'\"searchable\": true', '\"searchable\": \"no\"', 'searchable is \"no\", expected true or false'",
    "'\"width\": 0.5', '\"width\": \"half\"', 'width is \"half\", expected a number'",
    "'\"input_size\": 32', '\"input_size\": \"32\"', 'input_size is \"32\", expected pixels'",
    "'\"unit\": \"ms\"', '\"unit\": \"mJ\"', 'unit is \"mJ\", expected ms'",
    "'\"unit\": \"ms\"', '\"objective\": \"speed\"', 'objective is speed, expected one of latency'",
    "'\"unit\": \"ms\"', '\"objective\": \"energy\", \"unit\": \"ms\"', 'expected mJ'",
    "'\"layer\": 1', '\"layer\": 1, \"spread\": 3', 'spread is 3, expected an object'",
    "'\"layer\": 1', '\"layer\": 1, \"spread\": {\"3x3-3\": -1}', 'layer 1 3x3-3 is -1'"
  })
  void misleadingTableIsRefusedWithFileAndPlace(String part, String replacement, String message) {
    String json = VALID.replace(part, replacement);
    assertThat(json).isNotEqualTo(VALID);
    assertRefused(() -> load(json), "Invalid latency table", "t.json: ", message);
  }

  @Test
  void brokenJsonIsToldWithLineAndColumn() {
    assertRefused(() -> load("{\n\"unit\": oops}"), "t.json: line 2, column ");
    assertRefused(() -> load(VALID.replace("0.75", "NaN")), "t.json: line 4, column ");
    assertRefused(
        () -> load(VALID.substring(0, VALID.length() - 5)),
        "t.json: line 4, column ",
        "line: 4, column: 3)");
  }

  @Test
  void entryGivenTwiceIsRefused() {
    String twice = VALID.replace("\"3x3-3\": 0.5,", "\"3x3-3\": 0.5, \"3x3-3\": 5,");
    assertRefused(() -> load(twice), "line 4", "3x3-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "7"})
  void whatIsNoTableIsRefused(String json) {
    assertRefused(() -> load(json), "Invalid latency table", "t.json");
  }

  @Test
  void coversTheSpaceItWasMeasuredFor() {
    assertThatCode(() -> Tables.pixel1().requireCovers(Tables.space(), Geometry.STRICT))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"input.size=192", "model.width=0.5"})
  void anotherGeometryIsOnlyAStandIn(String override) {
    LatencyTable table = Tables.pixel1();
    assertRefused(
        () -> table.requireCovers(Tables.space(override), Geometry.STRICT),
        "pixel1",
        "224 px and width 1.0",
        override.replace("=", " = "),
        "latency.geometry = any");
    assertThatCode(() -> table.requireCovers(Tables.space(override), Geometry.ANY))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRICT", "ANY"})
  void otherSearchableLayersAreRefusedInAnyGeometry(Geometry geometry) {
    String shallow = "model.blocks=[\"r1_k3_s11_e1_i32_o16_noskip\",\"r2_k5_s22_e6_i16_o24\"]";
    assertRefused(
        () -> Tables.pixel1().requireCovers(Tables.space(shallow), geometry),
        "pixel1",
        "the search space has [1, 2]: missing [], too many [3, 4, 5, 6, 7, 8");
  }

  @Test
  void tableOfOtherBlocksIsOnlyAStandIn() {
    LatencyTable table = ComputedTables.of(Objective.PARAMETERS, Tables.space());
    String wider =
        "model.blocks=[\"r1_k3_s11_e1_i32_o16_noskip\",\"r4_k5_s22_e6_i16_o32\","
            + "\"r4_k5_s22_e6_i32_o40\",\"r4_k5_s22_e6_i40_o80\",\"r4_k5_s11_e6_i80_o96\","
            + "\"r4_k5_s22_e6_i96_o192\",\"r1_k3_s11_e6_i192_o320_noskip\"]";
    assertRefused(
        () -> table.requireCovers(Tables.space(wider), Geometry.STRICT),
        "i16_o24",
        "i16_o32",
        "latency.geometry = any");
    assertThatCode(() -> table.requireCovers(Tables.space(wider), Geometry.ANY))
        .doesNotThrowAnyException();
  }

  @Test
  void missingAndNeedlessLayersAreNamed() throws IOException {
    String blocks = "model.blocks=[\"r2_k3_s11_e1_i32_o16_noskip\",\"r2_k5_s22_e6_i16_o24\"]";
    LatencyTable table = load(VALID);
    assertRefused(
        () -> table.requireCovers(Tables.space(blocks), Geometry.ANY),
        "missing [2, 3], too many [1]");
  }

  @Test
  void tableThatGivesANetworkNothingIsRefused() throws IOException {
    String free = VALID.replace("1.5", "0").replaceAll("0\\.5,", "0,");
    LatencyTable table = load(free);
    String blocks = "model.blocks=[\"r1_k3_s11_e1_i32_o16_noskip\",\"r1_k5_s22_e6_i16_o24\"]";
    assertRefused(
        () -> table.requireCovers(Tables.space(blocks), Geometry.ANY),
        "cheapest network",
        "expected more than 0");
  }

  @ParameterizedTest
  @EnumSource(
      value = Objective.class,
      names = {"MEMORY", "MULTIPLY_ADDS", "PARAMETERS"})
  void whatIsWrittenIsReadAgain(Objective objective) throws IOException {
    assertSame(ComputedTables.of(objective, Tables.space("input.size=64")));
  }

  @Test
  void spreadsAndProvenanceAreReadAgain() throws IOException {
    LatencyTable.Row row =
        new LatencyTable.Row(
            0,
            true,
            Map.of(
                Operation.K3_E3, 0.25,
                Operation.K3_E6, 1.0,
                Operation.K5_E3, 1.000001,
                Operation.K5_E6, 123456.789),
            Map.of(Operation.K3_E3, 0.125));
    TableOrigin origin =
        new TableOrigin(
            "a \"phone\"",
            Objective.ENERGY,
            96,
            0.35,
            List.of("r1_k5_s11_e6_i8_o8"),
            Map.of("threads", "4"));
    assertSame(new LatencyTable("t", origin, 0.5, List.of(row)));
  }

  private void assertSame(LatencyTable written) throws IOException {
    LatencyTable read = load(written.json());
    assertThat(read.origin()).isEqualTo(written.origin());
    assertThat(read.base()).isEqualTo(written.base());
    assertThat(read.rows()).isEqualTo(written.rows());
    assertThat(read.json()).isEqualTo(written.json());
  }
}
