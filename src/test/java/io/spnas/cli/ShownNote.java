package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What Zeppelin shows of a note that was run: messages, each with its type. */
record ShownNote(JsonNode note) {
  /** Rows of the table under a title: values by column, as texts. */
  List<Map<String, String>> table(String title) {
    String[] lines = only(title, "TABLE").strip().split("\n");
    String[] columns = lines[0].split("\t");
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      String[] values = lines[i].split("\t", -1);
      assertThat(values).as("row %d of %s", i, title).hasSameSizeAs(columns);
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 0; c < columns.length; c++) {
        row.put(columns[c], values[c]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Columns of the table under a title. */
  List<String> columns(String title) {
    return List.of(only(title, "TABLE").lines().findFirst().orElseThrow().split("\t"));
  }

  /** The HTML under a title. */
  String html(String title) {
    return only(title, "HTML");
  }

  private String only(String title, String type) {
    JsonNode messages = paragraph(title).path("messages");
    assertThat(messages).as("%s shows %s", title, messages).hasSize(1);
    assertThat(messages.get(0).path("type").asText()).as(title).isEqualTo(type);
    return messages.get(0).path("data").asText();
  }

  JsonNode paragraph(String title) {
    return paragraphs().stream()
        .filter(paragraph -> paragraph.path("title").asText().equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No paragraph " + title));
  }

  List<JsonNode> paragraphs() {
    return StreamSupport.stream(note.path("paragraphs").spliterator(), false).toList();
  }
}
