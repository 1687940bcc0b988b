package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path directory;

  private static Settings set(String... overrides) {
    return Settings.load(Optional.empty(), List.of(overrides));
  }

  /** The one line that refuses settings. */
  private static String refusal(Optional<String> file, String... overrides) {
    InvalidInputException e =
        catchThrowableOfType(
            InvalidInputException.class, () -> Settings.load(file, List.of(overrides)));
    assertThat(e).as("refusal of %s %s", file, List.of(overrides)).isNotNull();
    assertThat(e.getMessage()).doesNotContain("\n");
    return e.getMessage();
  }

  private Optional<String> file(String hocon) throws IOException {
    return Optional.of(Files.writeString(directory.resolve("user.conf"), hocon).toString());
  }

  @Test
  void defaultsAreThePapersSearch() {
    Settings settings = set();
    assertThat(settings.input().size()).isEqualTo(224);
    assertThat(settings.input().flip()).isTrue();
    assertThat(settings.input().mean()).containsExactly(123.675, 116.28, 103.53);
    assertThat(settings.model().blocks()).hasSize(7);
    int stepsPerEpoch = 1_281_167 / 1024;
    assertThat(settings.search().steps()).isEqualTo(8 * stepsPerEpoch);
    assertThat(settings.search().warmupSteps()).isEqualTo(5 * stepsPerEpoch);
    assertThat(settings.search().norm()).isEqualTo(Norm.RMS);
    assertThat(settings.search().runtimeModel()).isEqualTo(RuntimeModelKind.EXACT);
    assertThat(settings.latency().geometry()).isEqualTo(Geometry.STRICT);
    assertThat(settings.collective().timeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void commandLineWinsOverFileAndFileOverDefaults() throws IOException {
    Optional<String> file = file("search { steps = 7000, lambda = 0.5 }");
    Settings settings = Settings.load(file, List.of("search.lambda=0.25"));
    assertThat(settings.search().lambda()).isEqualTo(0.25);
    assertThat(settings.search().steps()).isEqualTo(7000);
    assertThat(settings.search().globalBatch()).isEqualTo(set().search().globalBatch());
  }

  @Test
  void lastOfTwoOverridesWins() {
    assertThat(set("search.seed=2", "search.seed=3").search().seed()).isEqualTo(3);
  }

  @Test
  void substitutesOneSettingForAnother() throws IOException {
    Optional<String> file = file("search.warmup-steps = ${search.steps}");
    assertThat(Settings.load(file, List.of()).search().warmupSteps())
        .isEqualTo(set().search().steps());
  }

  @Test
  void substitutesAWholeSection() throws IOException {
    Optional<String> file =
        file("metrics = ${checksum} { every-steps = 7 }\nchecksum = ${checkpoint}");
    assertThat(refusal(file)).contains("Unknown setting ", ".keep");
    Optional<String> valid = file("metrics = ${checksum}\nchecksum.every-steps = 7");
    assertThat(Settings.load(valid, List.of()).metrics().everySteps()).isEqualTo(7);
  }

  @Test
  void refusesAMissingSubstitution() throws IOException {
    assertThat(refusal(file("search.steps = ${nowhere}"))).contains("nowhere");
    assertThat(refusal(file("search = ${nowhere} { steps = 3 }"))).contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "serch.steps, search.steps",
    "search.warmup, search.warmup-steps",
    "input.sizes, input.size",
    "latency.tabel, latency.table",
    "optimizer.learning_rate, optimizer.learning-rate"
  })
  void unknownKeyIsRefusedWithTheNearestKnownOne(String key, String nearest) throws IOException {
    assertThat(refusal(Optional.empty(), key + "=1"))
        .startsWith("Unknown setting " + key + " (--set " + key + "=1")
        .endsWith("did you mean " + nearest + "?");
    Optional<String> file = file("\n\n" + key + " = 1\n");
    assertThat(refusal(file)).contains(key, file.orElseThrow() + ": 3", nearest);
  }

  @Test
  void aKeyBelowASettingIsUnknown() {
    assertThat(refusal(Optional.empty(), "input.size.pixels=3")).contains("input.size.pixels");
  }

  @ParameterizedTest
  @CsvSource({
    "search.steps, many, a whole number",
    "search.steps, 2.5, a whole number",
    "search.steps, '{}', a whole number",
    "search.steps, null, a whole number",
    "search.steps, 3000000000, a whole number",
    "search.seed, 1.5, a whole number",
    "search.seed, 1e30, a whole number",
    "search.lambda, little, a number",
    "search.lambda, NaN, a number",
    "search.lambda, Infinity, a number",
    "input.flip, perhaps, true or false",
    "input.mean, 4, three numbers",
    "model.blocks, r1, a list of texts",
    "collective.timeout, soon, a duration",
    "latency.table, [], a text",
    "search.norm, l3, 'one of rms, l2, squared'",
    "search.runtime-model, guess, 'one of exact, reference'",
    "latency.geometry, lax, 'one of strict, any'"
  })
  void valueOfAWrongTypeIsRefused(String key, String value, String expected) {
    assertThat(refusal(Optional.empty(), key + "=" + value))
        .startsWith("Invalid setting " + key + " = ")
        .contains("expected " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input.size=7",
        "input.mean=[1, 2]",
        "input.mean=[1, 2, 256]",
        "input.mean=[1, 2, -1]",
        "input.std=[1, 2, 0]",
        "input.std=[1, 2, Infinity]",
        "input.crop-area-min=0",
        "input.crop-area-min=1.01",
        "input.decode-threads=0",
        "input.prefetch-batches=0",
        "input.shuffle-buffer=0",
        "model.classes=1",
        "model.width=0",
        "model.width=8.5",
        "model.stem-channels=0",
        "model.stem-stride=0",
        "model.blocks=[]",
        "model.head-channels=0",
        "model.dropout=1",
        "model.dropout=-0.1",
        "model.bn-momentum=1",
        "model.bn-epsilon=0",
        "search.steps=0",
        "search.warmup-steps=-1",
        "search.global-batch=0",
        "search.lambda=-0.1",
        "search.decision-keep=0",
        "search.decision-keep=1.1",
        "search.label-smoothing=1",
        "search.weight-decay=-1",
        "optimizer.learning-rate=0",
        "optimizer.decay-rate=0",
        "optimizer.decay-rate=1.1",
        "optimizer.decay-epochs=0",
        "optimizer.rms-decay=1",
        "optimizer.momentum=1",
        "optimizer.epsilon=0",
        "latency.table=\"\"",
        "collective.timeout=0 s",
        "collective.timeout=-1 s",
        "checkpoint.every-steps=0",
        "checkpoint.keep=0",
        "checksum.every-steps=0",
        "metrics.every-steps=0"
      })
  void impossibleValueIsRefusedWithKeyPlaceAndWhatIsAllowed(String override) {
    String key = override.substring(0, override.indexOf('='));
    assertThat(refusal(Optional.empty(), override))
        .startsWith("Invalid setting " + key + " = ")
        .contains("(--set " + override)
        .contains("expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input.size=8",
        "input.mean=[0, 255, 1]",
        "input.crop-area-min=1",
        "model.width=8",
        "model.dropout=0",
        "search.lambda=0",
        "search.warmup-steps=0",
        "search.decision-keep=1",
        "search.seed=-9223372036854775808",
        "search.norm=SQUARED",
        "optimizer.decay-rate=1",
        "optimizer.momentum=0",
        "collective.timeout=1 ms"
      })
  void outermostValuesAreTaken(String override) {
    String key = override.substring(0, override.indexOf('='));
    assertThat(set(override).values().get(key)).isNotEqualTo(set().values().get(key));
  }

  @Test
  void largeSeedKeepsEveryDigit() {
    assertThat(set("search.seed=9007199254740993").search().seed()).isEqualTo(9007199254740993L);
  }

  @Test
  void warmUpLongerThanTheSearchIsRefused() {
    assertThat(refusal(Optional.empty(), "search.steps=10", "search.warmup-steps=11"))
        .startsWith("Invalid setting search.warmup-steps = 11")
        .contains("at most search.steps = 10");
    assertThat(set("search.steps=10", "search.warmup-steps=10").search().warmupSteps())
        .isEqualTo(10);
  }

  @Test
  void includedFilesStandBesideTheFile() throws IOException {
    Files.createDirectory(directory.resolve("shared"));
    Files.writeString(
        directory.resolve("shared/base.conf"), "include \"seed.conf\"\nsearch.lambda = 0.25\n");
    Files.writeString(directory.resolve("shared/seed.conf"), "search.seed = 17\n");
    Optional<String> file = file("include \"shared/base.conf\"\nsearch.steps = 7000\n");
    SearchSettings search = Settings.load(file, List.of()).search();
    assertThat(search.lambda()).isEqualTo(0.25);
    assertThat(search.seed()).isEqualTo(17);
    assertThat(search.steps()).isEqualTo(7000);
  }

  @Test
  void missingIncludedFileIsRefused() throws IOException {
    assertThat(refusal(file("include \"none.conf\"")))
        .isEqualTo("Cannot find file " + directory.resolve("none.conf"));
  }

  @Test
  void mistakeInAnIncludedFileIsToldWithItsPlace() throws IOException {
    Path shared = Files.writeString(directory.resolve("base.conf"), "\nsearch.steps = many\n");
    assertThat(refusal(file("include \"base.conf\""))).contains(shared + ": 2");
  }

  @Test
  void brokenHoconIsToldInOneLineWithItsPlace() throws IOException {
    Optional<String> file = file("search {\n  steps = 3\n  ]\n}\n");
    assertThat(refusal(file)).startsWith("Invalid configuration").contains("user.conf: 3");
    assertThat(refusal(Optional.empty(), "search.steps")).contains("--set search.steps");
  }

  @Test
  void renderedSettingsLoadToTheSame() {
    Settings settings =
        set("search.lambda=0.25", "model.blocks=[\"r1_k5_s11_e6_i32_o16\"]", "latency.table=a b");
    Settings again = Settings.parse(settings.render());
    assertThat(again.values()).isEqualTo(settings.values());
    assertThat(again.latency().table()).isEqualTo("a b");
    assertThat(again.render()).isEqualTo(settings.render());
  }

  @Test
  void missingFileIsTheUsersMistake() {
    String missing = directory.resolve("none.conf").toString();
    assertThat(refusal(Optional.of(missing))).isEqualTo("Cannot find file " + missing);
  }
}
