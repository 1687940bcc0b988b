package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {
  @TempDir private Path directory;

  @Test
  void readsUtf8ByPathAndByUri() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "Größe\n");
    assertThat(TextFile.read(file.toString())).isEqualTo("Größe\n");
    assertThat(TextFile.read(file.toUri().toString())).isEqualTo("Größe\n");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = directory.resolve("missing.txt");
    assertThatThrownBy(() -> TextFile.read(missing.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot find file %s", missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuchscheme://host/file", "nosuch:relative"})
  void whatIsNoFileIsRefusedInOneLine(String file) {
    assertThatThrownBy(() -> TextFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot read file " + file)
        .hasMessageNotContaining("\n");
  }
}
