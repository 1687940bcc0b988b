package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.space.NetworkShape.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkDescriptionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] SMALL = {"input.size=32", "model.classes=10", "model.width=0.5"};

  @TempDir private Path temporary;

  private static List<String> names() {
    return NamedNetworks.names();
  }

  private static Settings settings(String... overrides) {
    return Settings.load(Optional.empty(), List.of(overrides));
  }

  private static NetworkShape load(String fileOrName, String... overrides) {
    Settings settings = settings(overrides);
    return NetworkDescription.load(fileOrName, settings.input(), settings.model());
  }

  private static NetworkShape read(String text, String... overrides) {
    Settings settings = settings(overrides);
    return NetworkDescription.read(text, "mine.json", settings.input(), settings.model());
  }

  private static ObjectNode small() throws IOException {
    NetworkShape shape =
        new NetworkShape(
            32,
            16,
            2,
            List.of(new MbConv(3, 1, 1, 16, 12, false), new MbConv(7, 2, 6, 12, 24, false)),
            100,
            10,
            Activation.RELU6);
    return (ObjectNode) JSON.readTree(NetworkDescription.write(shape, 0.5));
  }

  private static void assertRefused(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsThePublishedNetworkAtTheDefaults(String name) {
    assertThat(load(name)).isEqualTo(NamedNetworks.named(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNamedNetworkComesBackFromItsFile(String name) throws IOException {
    for (double width : new double[] {0.35, 0.5, 1, 1.4}) {
      String[] overrides = {"input.size=96", "model.classes=7", "model.width=" + width};
      NetworkShape shape = load(name, overrides);
      Path file = temporary.resolve(name + width + ".json");
      Files.writeString(file, NetworkDescription.write(shape, width));
      assertThat(load(file.toString(), overrides)).isEqualTo(shape);
    }
  }

  @Test
  void anyNetworkComesBackFromItsFile() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      NetworkShape shape = randomShape(random);
      String text = NetworkDescription.write(shape, 0.75);
      NetworkShape again =
          read(
              text,
              "input.size=" + shape.inputSize(),
              "model.classes=" + shape.classes(),
              "model.width=0.75");
      assertThat(again).as(text).isEqualTo(shape);
    }
  }

  private static NetworkShape randomShape(Random random) {
    int stemChannels = channels(random);
    List<MbConv> blocks = new ArrayList<>();
    int in = stemChannels;
    while (blocks.isEmpty() || random.nextInt(12) > 0) {
      int out = random.nextBoolean() ? in : channels(random);
      // Small enough that no image is used up.
      int stride = random.nextInt(8) == 0 && blocks.size() < 20 ? 2 : 1;
      boolean residual = stride == 1 && in == out && random.nextInt(3) > 0;
      int kernel = 3 + 2 * random.nextInt(3);
      blocks.add(new MbConv(kernel, stride, 1 + random.nextInt(6), in, out, residual));
      in = out;
    }
    Activation activation = Activation.values()[random.nextInt(2)];
    return new NetworkShape(
        1 << 23,
        stemChannels,
        1 + random.nextInt(2),
        blocks,
        channels(random),
        2 + random.nextInt(2000),
        activation);
  }

  /** Few, so that blocks repeat; not all multiples of 8. */
  private static int channels(Random random) {
    return new int[] {1, 8, 12, 16, 24}[random.nextInt(5)];
  }

  @Test
  void aFoundNetworksFileIsReadAsWell() throws IOException {
    SearchSpace space = Spaces.paper(SMALL);
    Architecture found = Architecture.of(space, Spaces.mixed(space));
    Path file = temporary.resolve("architecture.json");
    Files.writeString(file, ArchitectureJson.write(found, 79.5, "pixel1"));
    assertThat(load(file.toString(), SMALL)).isEqualTo(found.network());
  }

  @Test
  void aNamedNetworkHasTheSettingsSizeClassesWidthAndStemStride() {
    NetworkShape shape =
        load(
            "mobilenet-v2",
            "input.size=32",
            "model.classes=10",
            "model.width=0.5",
            "model.stem-stride=1");
    NetworkShape published = NamedNetworks.named("mobilenet-v2");
    assertThat(shape.inputSize()).isEqualTo(32);
    assertThat(shape.classes()).isEqualTo(10);
    assertThat(shape.stemStride()).isOne();
    assertThat(shape.totalStride()).isEqualTo(16);
    assertThat(shape.activation()).isEqualTo(Activation.RELU6);
    assertThat(shape.headChannels()).isEqualTo(published.headChannels());
    assertThat(shape.stemChannels()).isEqualTo(16);
    assertThat(shape.blocks().stream().map(MbConv::outChannels))
        .containsExactlyElementsOf(
            published.blocks().stream()
                .map(block -> Widths.scale(block.outChannels(), 0.5))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.25", "0.5", "1", "1.4"})
  void thePapersNetworkLiesInTheSpaceOfTheSameWidth(String width) {
    String[] overrides = {"model.width=" + width, "model.stem-stride=1", "model.classes=5"};
    NetworkShape network = load("single-path-nas", overrides);
    assertThat(SpaceFit.fit(Spaces.paper(overrides), network, "single-path-nas").network())
        .isEqualTo(network);
  }

  @Test
  void anImageThatANamedNetworkUsesUpIsRefused() {
    assertThat(load("fbnet-c", "input.size=32").totalStride()).isEqualTo(32);
    assertRefused(
        () -> load("fbnet-c", "input.size=31"),
        "fbnet-c",
        "by 32",
        "input.size = 31",
        "at least 32 pixels",
        "a smaller model.stem-stride than 2");
    assertThat(load("fbnet-c", "input.size=31", "model.stem-stride=1").totalStride()).isEqualTo(16);
  }

  @Test
  void whatIsNeitherFileNorNameIsRefused() {
    assertRefused(() -> load("mobilenet-v4"), "mobilenet-v4", "a file or one of", "mobilenet-v2");
    String missing = temporary.resolve("none.json").toString();
    assertRefused(() -> load(missing), "Cannot find file", missing);
  }

  @ParameterizedTest
  @CsvSource({
    "input.size=64, 'input size 32', 'input.size = 64'",
    "model.width=1, 'width 0.5', 'model.width = 1.0'",
    "model.classes=100, 'class count 10', 'model.classes = 100'"
  })
  void aFileOfAnotherGeometryIsRefused(String override, String found, String expected)
      throws IOException {
    List<String> overrides = new ArrayList<>(List.of(SMALL));
    overrides.add(override);
    SearchSpace space = Spaces.paper(SMALL);
    Architecture architecture = Architecture.of(space, Spaces.mixed(space));
    for (String text :
        List.of(small().toString(), ArchitectureJson.write(architecture, 79.5, "pixel1"))) {
      assertRefused(
          () -> read(text, overrides.toArray(String[]::new)), "mine.json", found, expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/input_size, 0, a whole number",
    "/input_size, 3, 'divide the image by 4, but input_size is 3: expected at least 4'",
    "/width, '\"wide\"', a number above 0",
    "/width, -1, a number above 0",
    "/blocks, '[]', a list of texts",
    "/blocks, '\"r1_k3_s11_e1_i16_o12\"', a list of texts",
    "/blocks, '[3]', a list of texts",
    "/blocks, '[\"r1\"]', a form such as",
    "/blocks, '[\"r1_k3_s11_e1_i32_o12\"]', 'takes 32 channels, but stem_channels gives 16'",
    "/network, 3, no field stem_channels",
    "/network/stem_stride, 0, a whole number",
    "/network/stem_channels, 1.5, a whole number",
    "/network/head_channels, 0, a whole number",
    "/network/classes, 1, a whole number of at least 2",
    "/network/activation, '\"swish\"', 'activation is swish, expected one of relu, relu6'"
  })
  void wrongValueIsRefused(String pointer, String value, String expected) throws IOException {
    ObjectNode root = small();
    String parent = pointer.substring(0, pointer.lastIndexOf('/'));
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    ((ObjectNode) root.at(parent)).set(field, JSON.readTree(value));
    assertRefused(() -> read(root.toString(), SMALL), "Invalid architecture mine.json: ", expected);
  }

  @Test
  void missingFieldIsNamed() throws IOException {
    for (String pointer : List.of("", "/network")) {
      List<String> fields = new ArrayList<>();
      small().at(pointer).fieldNames().forEachRemaining(fields::add);
      assertThat(fields).isNotEmpty();
      for (String field : fields) {
        ObjectNode root = small();
        ((ObjectNode) root.at(pointer)).remove(field);
        assertRefused(
            () -> read(root.toString(), SMALL), "Invalid architecture mine.json: no field", field);
      }
    }
  }

  @Test
  void aFileOfTwoKindsIsRefused() throws IOException {
    JsonNode root = small().set("space", JSON.createObjectNode());
    assertRefused(() -> read(root.toString(), SMALL), "mine.json", "both", "space", "network");
  }

  @Test
  void whatIsNoJsonIsToldWithItsPlace() {
    assertRefused(() -> read("{\n  oops", SMALL), "mine.json", "line 2, column ");
    assertRefused(() -> read("[]", SMALL), "mine.json", "no field space or network");
    assertRefused(() -> read("", SMALL), "mine.json", "no field space or network");
  }
}
