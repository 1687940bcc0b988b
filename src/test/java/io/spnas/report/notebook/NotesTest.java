package io.spnas.report.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notes as files: Zeppelin's format, and calls that the jar answers. */
class NotesTest {
  private static final Path NOTES = Path.of(System.getProperty("spnas.home"), "notebooks");
  private static final Pattern CALL =
      Pattern.compile("(?<![.\\w])(?:SpnasNotebook|spnas|comparison|inspection)\\.(\\w+)");
  private static final int MOST_LINES = 25;

  static List<Path> notes() throws IOException {
    try (Stream<Path> files = Files.list(NOTES)) {
      return files.filter(file -> file.toString().endsWith(".zpln")).sorted().toList();
    }
  }

  private static JsonNode read(Path note) throws IOException {
    return new ObjectMapper().readTree(note.toFile());
  }

  private static List<JsonNode> paragraphs(Path note) throws IOException {
    List<JsonNode> paragraphs = new ArrayList<>();
    read(note).path("paragraphs").forEach(paragraphs::add);
    return paragraphs;
  }

  @Test
  void thereAreThree() throws IOException {
    assertThat(notes())
        .extracting(note -> note.getFileName().toString())
        .containsExactly(
            "Compare runs and Pareto front.zpln", "Inspect a network.zpln", "Watch a search.zpln");
  }

  @Test
  void identifiersAreUnique() throws IOException {
    List<String> identifiers = new ArrayList<>();
    for (Path note : notes()) {
      identifiers.add(read(note).path("id").asText());
      paragraphs(note).forEach(paragraph -> identifiers.add(paragraph.path("id").asText()));
    }
    assertThat(identifiers).doesNotHaveDuplicates().doesNotContain("");
  }

  @ParameterizedTest
  @MethodSource("notes")
  void aNoteHasTheFieldsOfZeppelinsFormat(Path note) throws IOException {
    JsonNode root = read(note);
    assertThat(root.path("name").asText() + ".zpln").isEqualTo(note.getFileName().toString());
    assertThat(root.path("defaultInterpreterGroup").asText()).isEqualTo("spark");
    for (String field : List.of("noteParams", "noteForms", "angularObjects", "config", "info")) {
      assertThat(root.path(field).isObject()).as(field).isTrue();
    }
    assertThat(paragraphs(note))
        .allSatisfy(
            paragraph -> {
              assertThat(paragraph.path("title").asText()).isNotBlank();
              assertThat(paragraph.path("config").path("title").asBoolean()).isTrue();
              assertThat(paragraph.path("text").asText())
                  .matches("(?s)%(md|spark|spark\\.sql(\\(limit=\\d+\\))?)\\n.*");
              assertThat(paragraph.path("text").asText().lines().count())
                  .isLessThanOrEqualTo(MOST_LINES);
              assertThat(paragraph.path("settings").path("params").isObject()).isTrue();
              assertThat(paragraph.path("settings").path("forms").isObject()).isTrue();
              assertThat(paragraph.path("status").asText()).isEqualTo("READY");
              assertThat(paragraph.has("results")).as("results of someone's run").isFalse();
            });
  }

  @ParameterizedTest
  @MethodSource("notes")
  void eachTableIsSetUpToBeShownAsItShould(Path note) throws IOException {
    assertThat(paragraphs(note))
        .filteredOn(paragraph -> paragraph.path("text").asText().startsWith("%spark.sql"))
        .filteredOn(paragraph -> !paragraph.path("text").asText().contains("temporary view"))
        .isNotEmpty()
        .allSatisfy(
            paragraph -> {
              JsonNode graph = paragraph.path("config").path("results").path("0").path("graph");
              String mode = graph.path("mode").asText();
              assertThat(mode)
                  .isIn("table", "lineChart", "scatterChart", "stackedAreaChart", "multiBarChart");
              assertThat(graph.path("setting").has(mode) || mode.equals("table")).isTrue();
              assertThat(graph.path("height").asInt()).isBetween(100, 1000);
            });
  }

  @ParameterizedTest
  @MethodSource("notes")
  void notesCallWhatTheJarHas(Path note) throws IOException {
    Set<String> methods =
        Arrays.stream(SpnasNotebook.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    List<String> calls = new ArrayList<>();
    for (JsonNode paragraph : paragraphs(note)) {
      CALL.matcher(paragraph.path("text").asText())
          .results()
          .map(call -> call.group(1))
          .forEach(calls::add);
    }
    assertThat(calls).isNotEmpty().isSubsetOf(methods);
  }

  @Test
  void entryPointsNameNoLibraryThatTheJarMoves() {
    List<Class<?>> named = new ArrayList<>();
    for (Method method : SpnasNotebook.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        named.add(method.getReturnType());
        named.addAll(List.of(method.getParameterTypes()));
      }
    }
    assertThat(named)
        .isNotEmpty()
        .allMatch(
            type ->
                type == String.class
                    || type == String[].class
                    || type == List.class
                    || type == Configuration.class
                    || type == SpnasNotebook.class);
  }
}
