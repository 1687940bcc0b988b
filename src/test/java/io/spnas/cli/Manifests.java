package io.spnas.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files of {@code submit/kubernetes}. */
final class Manifests {
  static final Path HOME = Path.of(System.getProperty("spnas.home")).normalize();

  private Manifests() {}

  static Path file(String name) {
    return HOME.resolve("submit/kubernetes").resolve(name);
  }

  /** The documents of a file of YAML. */
  static List<JsonNode> read(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("\n---\n"))
          .map(document -> Serialization.unmarshal(document, JsonNode.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
