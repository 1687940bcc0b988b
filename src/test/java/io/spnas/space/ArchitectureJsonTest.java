package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SearchSpace space = Spaces.paper();
  private final Architecture mixed = Architecture.of(space, Spaces.mixed(space));

  private static ObjectNode tree(Architecture architecture) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(ArchitectureJson.write(architecture, 79.5, "pixel1"));
  }

  private static void assertRefused(Object json, String... parts) {
    assertThatThrownBy(() -> ArchitectureJson.read(json.toString(), "found.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Invalid architecture found.json: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  /** An architecture whose layer 2, which may be skipped, has an operation. */
  private Architecture withLayer2(Operation operation) {
    List<Operation> operations = Spaces.all(space, Operation.K3_E3);
    operations.set(1, operation);
    return Architecture.of(space, operations);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperationComesBack(Operation operation) {
    Architecture architecture = withLayer2(operation);
    String json = ArchitectureJson.write(architecture, 79.5, "pixel1");
    Architecture again = ArchitectureJson.read(json, "found.json");
    assertThat(again).isEqualTo(architecture);
    assertThat(again.operations().get(1)).isSameAs(operation);
    assertThat(again.network()).isEqualTo(architecture.network());
    assertThat(ArchitectureJson.write(again, 79.5, "pixel1")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({"3x3-3, 3, 3", "3x3-6, 3, 6", "5x5-3, 5, 3", "5x5-6, 5, 6", "skip, 0, 0"})
  void kernel3WithExpansion6IsE6AndKernel5WithExpansion3IsE3(
      String label, int kernel, int expansion) throws JsonProcessingException {
    ObjectNode root = tree(withLayer2(Operation.named(label)));
    JsonNode row = root.path("layers").get(1);
    assertThat(row.path("op").asText()).isEqualTo(label);
    assertThat(row.path("k").asInt()).isEqualTo(kernel);
    assertThat(row.path("e").asInt()).isEqualTo(expansion);
  }

  @ParameterizedTest
  @CsvSource({"3x3-3, k3_s22_e3", "3x3-6, k3_s22_e6", "5x5-3, k5_s22_e3", "5x5-6, k5_s22_e6"})
  void blockStringsHaveTheOperationsKernelAndExpansion(String label, String part)
      throws JsonProcessingException {
    Operation operation = Operation.named(label);
    ObjectNode root = tree(Architecture.of(space, Spaces.all(space, operation)));
    assertThat(root.path("blocks"))
        .extracting(JsonNode::asText)
        .contains("r4_" + part + "_i16_o24", "r4_" + part + "_i96_o192");
  }

  @Test
  void hasTheFieldsOfTheContract() throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    assertThat(root.fieldNames())
        .toIterable()
        .containsExactly("space", "input_size", "width", "layers", "blocks", "runtime_ms", "lut");
    assertThat(root.path("input_size").asInt()).isEqualTo(224);
    assertThat(root.path("width").asDouble()).isEqualTo(1);
    assertThat(root.path("runtime_ms").asDouble()).isEqualTo(79.5);
    assertThat(root.path("lut").asText()).isEqualTo("pixel1");
    assertThat(root.path("layers")).hasSize(20);
    for (int i = 0; i < 20; i++) {
      JsonNode row = root.path("layers").get(i);
      MbConv block = space.searchable().get(i).block();
      assertThat(row.fieldNames())
          .toIterable()
          .containsExactly("layer", "op", "k", "e", "stride", "in", "out");
      assertThat(row.path("layer").asInt()).isEqualTo(i + 1);
      assertThat(row.path("stride").asInt()).isEqualTo(block.stride());
      assertThat(row.path("in").asInt()).isEqualTo(block.inChannels());
      assertThat(row.path("out").asInt()).isEqualTo(block.outChannels());
    }
    assertThat(root.path("blocks"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(mixed.blockStrings());
  }

  @Test
  void anotherSpaceComesBackWhole() {
    SearchSpace small =
        SearchSpace.of(
            48, 0.75, 24, 1, 100, 7, List.of("r3_k5_s22_e6_i24_o32", "r1_k3_s11_e1_i32_o8_noskip"));
    Architecture architecture =
        Architecture.of(small, List.of(Operation.K5_E3, Operation.SKIP, Operation.K3_E6));
    Architecture again =
        ArchitectureJson.read(ArchitectureJson.write(architecture, 1, "mine"), "found.json");
    assertThat(again.network()).isEqualTo(architecture.network());
    assertThat(again.space().supernet()).isEqualTo(small.supernet());
    assertThat(again.operations()).isEqualTo(architecture.operations());
  }

  @Test
  void operationThatContradictsKernelOrExpansionIsRefused() throws JsonProcessingException {
    ObjectNode root = tree(withLayer2(Operation.K3_E6));
    ((ObjectNode) root.path("layers").get(1)).put("e", 3);
    assertRefused(root, "layer 2", "op 3x3-6 with k 3 and e 3", "expected k 3 and e 6");
    ((ObjectNode) root.path("layers").get(1)).put("e", 6).put("k", 5);
    assertRefused(root, "layer 2", "k 5 and e 6");
  }

  @Test
  void skipOfAGroupsFirstLayerIsRefused() throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    ((ObjectNode) root.path("layers").get(12)).put("op", "skip").put("k", 0).put("e", 0);
    assertRefused(root, "Cannot skip layer 13");
  }

  @Test
  void rowsOutOfOrderAreRefused() throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    ArrayNode layers = (ArrayNode) root.path("layers");
    layers.insert(1, layers.remove(2));
    assertRefused(root, "layer 2", "layer 3, expected 2");
  }

  @ParameterizedTest
  @CsvSource({"stride, 2, 1", "in, 80, 96", "out, 24, 96"})
  void rowThatContradictsTheSpaceIsRefused(String field, int found, int expected)
      throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    ((ObjectNode) root.path("layers").get(14)).put(field, found);
    assertRefused(root, "layer 15", field + " " + found, "expected " + expected);
  }

  @Test
  void wrongNumberOfRowsIsRefused() throws JsonProcessingException {
    ObjectNode fewer = tree(mixed);
    ((ArrayNode) fewer.path("layers")).remove(19);
    assertRefused(fewer, "19 operations", "20 searchable layers");
    ObjectNode more = tree(mixed);
    ((ArrayNode) more.path("layers")).add(more.path("layers").get(19).deepCopy());
    assertRefused(more, "21 operations", "20 searchable layers");
  }

  @Test
  void unknownOperationIsRefused() throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    ((ObjectNode) root.path("layers").get(3)).put("op", "7x7-6");
    assertRefused(root, "Unknown operation: 7x7-6", "3x3-3, 3x3-6, 5x5-3, 5x5-6");
  }

  @ParameterizedTest
  @CsvSource({
    "/input_size, '\"big\"', a whole number",
    "/input_size, 0, a whole number",
    "/input_size, 224.5, a whole number",
    "/width, '\"wide\"', a number above 0",
    "/width, 0, a number above 0",
    "/space/stem_stride, 0, a whole number",
    "/space/stem_channels, -1, a whole number",
    "/space/head_channels, 0, a whole number",
    "/space/classes, null, a whole number",
    "/layers/3/k, '\"3\"', a whole number",
    "/space/blocks, '[\"r1\"]', a form such as"
  })
  void wrongValueIsRefused(String pointer, String value, String expected)
      throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    String parent = pointer.substring(0, pointer.lastIndexOf('/'));
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    ((ObjectNode) root.at(parent)).set(field, JSON.readTree(value));
    assertRefused(root, "expected " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', space",
    "'', input_size",
    "'', width",
    "'', layers",
    "/space, blocks",
    "/space, stem_stride",
    "/layers/3, op",
    "/layers/3, k",
    "/layers/3, layer"
  })
  void missingFieldIsNamed(String parent, String field) throws JsonProcessingException {
    ObjectNode root = tree(mixed);
    ((ObjectNode) root.at(parent)).remove(field);
    assertRefused(root, "no field " + field);
  }

  @Test
  void brokenJsonIsToldWithLineAndColumn() {
    assertRefused("{\n  \"space\": {\n    oops\n", "line 3, column ");
    String json = ArchitectureJson.write(mixed, 1, "pixel1");
    for (int end = 1; end < json.length(); end += 41) {
      assertRefused(json.substring(0, end), "line ", "column ");
    }
    assertRefused(json + "more", "line ", "column ");
  }

  @ParameterizedTest
  @CsvSource({"''", "[]", "3", "null"})
  void whatIsNoObjectIsRefused(String json) {
    assertRefused(json, "no field space");
  }
}
