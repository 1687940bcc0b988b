package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackManifestTest {
  private final PackManifest pack = SmallSpace.pack();

  @Test
  void whatIsWrittenIsReadAgain() {
    PackManifest read = PackManifest.read(pack.json(), "manifest.json");
    assertThat(read.id()).isEqualTo(pack.id());
    assertThat(read.models()).isEqualTo(pack.models());
    assertThat(read.plan().probes()).isEqualTo(pack.plan().probes());
    assertThat(read.json()).isEqualTo(pack.json());
  }

  @Test
  void othersHaveOtherNames() {
    Settings settings = Settings.parse(SmallSpace.CONFIG);
    assertThat(PackManifest.of(settings, 1).id()).isEqualTo(pack.id());
    assertThat(PackManifest.of(settings, 2).id()).isNotEqualTo(pack.id());
    Settings others = Settings.parse(SmallSpace.CONFIG + "model.classes = 5");
    assertThat(PackManifest.of(others, 1).id()).isNotEqualTo(pack.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\" : 1 | \"version\" : 9 | version is 9, expected 1",
        "\"classes\" : 4 | \"classes\" : 5 | its settings make pack",
        "\"classes\" : 4 | \"classes\" : 0 | model.classes",
        "\"classes\" : 4 | \"klasses\" : 4 | Unknown setting model.klasses",
        "\"version\" | version | line 2, column",
      })
  void editedOnesAreRefused(String before, String after, String message) {
    String edited = pack.json().replace(before, after);
    assertThat(edited).isNotEqualTo(pack.json());
    assertThatThrownBy(() -> PackManifest.read(edited, "manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Invalid manifest manifest.json", message)
        .hasMessageNotContaining("\n");
  }
}
